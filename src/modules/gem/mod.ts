/** Packages of Ruby. @module */
export * from "./facts.ts";
