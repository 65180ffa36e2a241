/** Packages of the BSDs. @module */
export * from "./facts.ts";
export { packages } from "./packages.ts";
