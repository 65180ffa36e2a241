/** Services of launchd, on macOS. @module */
export * from "./facts.ts";
