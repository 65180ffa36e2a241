/** The ruleset of nftables. @module */
export * from "./facts.ts";
export type { NftChain, NftRule, NftSet, NftTable } from "./ruleset.ts";
