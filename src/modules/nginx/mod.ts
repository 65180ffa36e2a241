/** The web server nginx. @module */
export * from "./facts.ts";
