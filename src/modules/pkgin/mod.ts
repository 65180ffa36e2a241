/** Packages of pkgsrc. @module */
export * from "./facts.ts";
