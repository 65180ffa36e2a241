/** Packages of Node.js, by pnpm. @module */
export * from "./facts.ts";
