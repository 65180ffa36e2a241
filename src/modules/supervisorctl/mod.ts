/** Processes of supervisord. @module */
export type { SupervisordTarget } from "./control.ts";
export * from "./facts.ts";
