/** Snaps: packages of Ubuntu and other systems with snapd. @module */
export * from "./facts.ts";
export { package } from "./package.ts";
