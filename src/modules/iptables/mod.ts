/** Rules and chains of iptables and ip6tables. @module */
export * from "./facts.ts";
export type { IptablesRule } from "./rules.ts";
