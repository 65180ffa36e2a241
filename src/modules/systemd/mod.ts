/** Units, timers and the journal of systemd. @module */
export { daemonReload } from "./daemon_reload.ts";
export { SystemdEnabled, SystemdStatus, type UnitArguments } from "./facts.ts";
export { type JournalArguments, type JournalEntry, type JournalPriority, SystemdJournal } from "./journal.ts";
export { service } from "./service.ts";
export type { SystemdTarget } from "./systemctl.ts";
export { type SystemdTimer, SystemdTimers } from "./timers.ts";
