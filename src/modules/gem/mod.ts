/** Packages of Ruby. @module */
export * from "./facts.ts";
export { packages } from "./packages.ts";
