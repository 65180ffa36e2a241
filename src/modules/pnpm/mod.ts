/** Packages of Node.js, by pnpm. @module */
export * from "./facts.ts";
export { packages } from "./packages.ts";
