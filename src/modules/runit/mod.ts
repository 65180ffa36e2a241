/** Services of runit. @module */
export { auto } from "./auto.ts";
export * from "./facts.ts";
export { manage } from "./manage.ts";
export { service } from "./service.ts";
export { waitRunsv } from "./wait_runsv.ts";
