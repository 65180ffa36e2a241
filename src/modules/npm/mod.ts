/** Packages of Node.js. @module */
export * from "./facts.ts";
export { packages } from "./packages.ts";
