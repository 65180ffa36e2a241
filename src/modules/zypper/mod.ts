/** Packages of SUSE. @module */
export * from "./facts.ts";
export { packages } from "./packages.ts";
export { repo } from "./repo.ts";
export { rpm } from "./rpm.ts";
export { update } from "./update.ts";
