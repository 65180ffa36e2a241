/** The machine: processors, memory, disks, network devices. @module */
export * from "./facts.ts";
