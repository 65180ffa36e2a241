/** Chocolatey: packages of Windows. @module */
export * from "./facts.ts";
