/** Services of s6 and s6-rc. @module */
export * from "./facts.ts";
