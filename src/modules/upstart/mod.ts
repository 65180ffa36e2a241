/** Jobs of Upstart. @module */
export * from "./facts.ts";
export { service } from "./service.ts";
