/** Python applications, each in an environment of its own. @module */
export * from "./facts.ts";
export { ensurePath } from "./ensure_path.ts";
export { packages } from "./packages.ts";
export { upgradeAll } from "./upgrade_all.ts";
