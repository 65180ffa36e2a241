/** Units of systemd. @module */
export { daemonReload } from "./daemon_reload.ts";
export { SystemdEnabled, SystemdStatus, type UnitArguments } from "./facts.ts";
export { service } from "./service.ts";
export type { SystemdTarget } from "./systemctl.ts";
