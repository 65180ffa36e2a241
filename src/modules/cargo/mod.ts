/** Packages of Rust. @module */
export * from "./facts.ts";
