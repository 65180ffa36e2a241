/** opkg: packages of OpenWrt. @module */
export * from "./facts.ts";
export { packages } from "./packages.ts";
export { update } from "./update.ts";
