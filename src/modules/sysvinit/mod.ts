/** Services of SysV init. @module */
export { enable } from "./enable.ts";
export * from "./facts.ts";
export { service } from "./service.ts";
