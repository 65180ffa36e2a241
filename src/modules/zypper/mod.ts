/** Packages of SUSE. @module */
export { packages } from "./packages.ts";
export { update } from "./update.ts";
