/** Shell sessions on spawned processes: framing, pipelining, transfers. @module */
export type { Process, ProcessStatus, Spawn, SpawnOptions } from "./process.ts";
