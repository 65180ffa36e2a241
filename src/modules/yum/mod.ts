/** Packages of Red Hat and relatives. @module */
export * from "./facts.ts";
export { packages } from "./packages.ts";
export { update } from "./update.ts";
