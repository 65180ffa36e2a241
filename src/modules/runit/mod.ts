/** Services of runit. @module */
export * from "./facts.ts";
