/** All facts of the module, by theme. @module */
export * from "./facts_commands.ts";
export * from "./facts_desktop.ts";
export * from "./facts_distribution.ts";
export * from "./facts_kernel.ts";
export * from "./facts_mounts.ts";
export * from "./facts_ports.ts";
export * from "./facts_processes.ts";
export * from "./facts_settings.ts";
export * from "./facts_uptime.ts";
export * from "./facts_users.ts";
