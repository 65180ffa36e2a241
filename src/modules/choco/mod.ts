/** Chocolatey: packages of Windows. @module */
export * from "./facts.ts";
export { install } from "./install.ts";
export { packages } from "./packages.ts";
