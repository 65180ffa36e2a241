/** What is FreeBSD's own: its packages, services and `rc.conf`, in jails too. @module */
export * from "./facts.ts";
export { freebsdUpdate } from "./freebsd_update.ts";
export * from "./pkg.ts";
export { service } from "./service.ts";
export { sysrc } from "./sysrc.ts";
