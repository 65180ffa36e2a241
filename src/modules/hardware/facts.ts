/** All facts of the module, by theme. @module */
export * from "./facts_machine.ts";
export * from "./facts_network.ts";
