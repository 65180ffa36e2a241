/** Programs of Go. @module */
export * from "./facts.ts";
export { packages } from "./packages.ts";
