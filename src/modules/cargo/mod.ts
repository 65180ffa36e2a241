/** Packages of Rust. @module */
export * from "./facts.ts";
export { packages } from "./packages.ts";
