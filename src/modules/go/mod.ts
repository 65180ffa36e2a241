/** Programs of Go. @module */
export * from "./facts.ts";
