/** Containers and virtual machines of LXD. @module */
export { container } from "./container.ts";
export * from "./facts.ts";
