/** Python applications, each in an environment of its own. @module */
export * from "./facts.ts";
