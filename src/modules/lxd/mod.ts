/** Containers and virtual machines of LXD. @module */
export * from "./facts.ts";
