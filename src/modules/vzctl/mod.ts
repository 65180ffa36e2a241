/** Containers of OpenVZ. @module */
export * from "./facts.ts";
