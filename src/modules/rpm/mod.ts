/** What rpm knows of packages. @module */
export * from "./facts.ts";
