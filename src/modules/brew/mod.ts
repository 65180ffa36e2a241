/** Homebrew: packages of macOS and Linux. @module */
export * from "./facts.ts";
export { caskUpgrade } from "./cask_upgrade.ts";
export { casks } from "./casks.ts";
export { packages } from "./packages.ts";
export { tap } from "./tap.ts";
export { update } from "./update.ts";
export { upgrade } from "./upgrade.ts";
