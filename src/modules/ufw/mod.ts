/** The uncomplicated firewall. @module */
export { type UfwAddedRule, UfwAddedRules } from "./added.ts";
export * from "./facts.ts";
export { rule } from "./rule.ts";
export type { UfwRule } from "./rules.ts";
export { default, logging, service } from "./settings.ts";
