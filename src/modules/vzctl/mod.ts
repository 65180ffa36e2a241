/** Containers of OpenVZ. @module */
export { create } from "./create.ts";
export * from "./facts.ts";
export { set } from "./set.ts";
export * from "./states.ts";
