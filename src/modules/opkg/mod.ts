/** opkg: packages of OpenWrt. @module */
export * from "./facts.ts";
