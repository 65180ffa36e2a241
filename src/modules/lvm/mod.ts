/** Volumes of LVM. @module */
export * from "./facts.ts";
