/** Containers, images, networks, volumes and pods of podman. @module */
export type { Inspected } from "../inspection.ts";
export * from "./facts.ts";
