/** Zones of firewalld. @module */
export * from "./facts.ts";
export type { FirewalldZoneInfo } from "./zones.ts";
