/** Packages of pkgsrc. @module */
export * from "./facts.ts";
export { packages } from "./packages.ts";
export { update } from "./update.ts";
export { upgrade } from "./upgrade.ts";
