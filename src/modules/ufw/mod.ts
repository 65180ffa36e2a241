/** The uncomplicated firewall. @module */
export * from "./facts.ts";
export type { UfwRule } from "./rules.ts";
