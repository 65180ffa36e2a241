/** Containers, images, networks, volumes and plugins of docker. @module */
export type { Inspected } from "../inspection.ts";
export { build } from "./build.ts";
export { compose } from "./compose.ts";
export { container } from "./container.ts";
export * from "./facts.ts";
export * from "./facts_parts.ts";
export * from "./facts_running.ts";
export { image } from "./image.ts";
export { login, logout } from "./login.ts";
export { network } from "./network.ts";
export { plugin } from "./plugin.ts";
export { prune } from "./prune.ts";
export { volume } from "./volume.ts";
