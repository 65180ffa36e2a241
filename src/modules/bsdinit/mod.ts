/** Services of the BSDs. @module */
export * from "./facts.ts";
export { service } from "./service.ts";
