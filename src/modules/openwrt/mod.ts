/** What a release of OpenWrt has; its packages are those of `opkg` and `apk`. @module */
export * from "./facts.ts";
