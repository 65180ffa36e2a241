/** Processes of supervisord. @module */
export type { SupervisordTarget } from "./control.ts";
export * from "./every_time.ts";
export * from "./facts.ts";
export { process } from "./process.ts";
