/** What is FreeBSD's own: its packages, services and `rc.conf`, in jails too. @module */
export * from "./facts.ts";
