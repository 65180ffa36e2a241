/** Contexts, booleans and ports of SELinux. @module */
export { boolean } from "./boolean.ts";
export type { SelinuxContext } from "./contexts.ts";
export * from "./facts.ts";
export { fileContext } from "./file_context.ts";
export { fileContextMapping } from "./file_context_mapping.ts";
export { port } from "./port.ts";
export type { SelinuxPorts } from "./ports.ts";
