/** Services of launchd, on macOS. @module */
export * from "./facts.ts";
export { service } from "./service.ts";
