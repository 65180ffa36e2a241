/** Containers, images, networks, volumes and plugins of docker. @module */
export type { Inspected } from "../inspection.ts";
export * from "./facts.ts";
export * from "./facts_parts.ts";
export * from "./facts_running.ts";
