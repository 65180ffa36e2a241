/** Rules and chains of iptables and ip6tables. @module */
export { chain } from "./chain.ts";
export * from "./facts.ts";
export { rule } from "./rule.ts";
export type { IptablesRule } from "./rules.ts";
