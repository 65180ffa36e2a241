/** Packages of SUSE. @module */
export * from "./facts.ts";
export { packages } from "./packages.ts";
export { update } from "./update.ts";
