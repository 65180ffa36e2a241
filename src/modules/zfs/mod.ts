/** Pools and datasets of ZFS. @module */
export { dataset, filesystem, volume } from "./dataset.ts";
export * from "./facts.ts";
export { snapshot } from "./snapshot.ts";
