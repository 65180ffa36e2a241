/** Services of SysV init. @module */
export * from "./facts.ts";
export { service } from "./service.ts";
