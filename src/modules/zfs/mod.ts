/** Pools and datasets of ZFS. @module */
export * from "./facts.ts";
