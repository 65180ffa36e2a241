/** Containers and virtual machines of Incus. @module */
export * from "./facts.ts";
