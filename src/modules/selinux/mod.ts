/** Contexts, booleans and ports of SELinux. @module */
export type { SelinuxContext } from "./contexts.ts";
export * from "./facts.ts";
export type { SelinuxPorts } from "./ports.ts";
