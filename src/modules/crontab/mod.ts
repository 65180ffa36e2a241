/** Crontabs of users. @module */
export { crontab } from "./crontab.ts";
export { Crontab, type CrontabEntry } from "./facts.ts";
