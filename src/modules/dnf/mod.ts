/** Packages of Fedora, Red Hat and relatives. @module */
export * from "./facts.ts";
export { key } from "./key.ts";
export { module } from "./module.ts";
export { packages } from "./packages.ts";
export { repo } from "./repo.ts";
export { rpm } from "./rpm.ts";
export { update } from "./update.ts";
