/** The web server Caddy. @module */
export * from "./facts.ts";
