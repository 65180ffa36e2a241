/** Services of OpenRC. @module */
export * from "./facts.ts";
export { service } from "./service.ts";
