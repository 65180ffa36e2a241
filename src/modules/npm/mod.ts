/** Packages of Node.js. @module */
export * from "./facts.ts";
