/** Files that SOPS has encrypted. @module */
export * from "./facts.ts";
