/** The boot menu of UEFI firmware. @module */
export * from "./facts.ts";
