/** Shell sessions on spawned processes: framing, pipelining, transfers. @module */
export type { GroupAhead, Guard, ReadBehind, SentAhead } from "./ahead.ts";
export { HostShell, type Ran, type RunOptions } from "./host_shell.ts";
export { succeeded, toCommandOutput } from "./outcome.ts";
export type { Shell } from "./shell.ts";
export { MethodShell } from "./method_shell.ts";
export type { ConnectionMethods, MethodOptions, MethodOutput } from "./methods.ts";
export { spawnLocal } from "./local.ts";
export { endingByKey } from "./terminal.ts";
export { runArgv, type RunArgvOptions } from "./run_argv.ts";
export { describeIdentity } from "./identity.ts";
export { Passwords } from "./passwords.ts";
export { CAPTURE_LIMIT, type RawOutput, textOf, whyNoText } from "./output.ts";
export type { Process, ProcessStatus, Spawn, SpawnOptions } from "./process.ts";
export type { Traffic } from "./session.ts";
export type { StreamName } from "./session_command.ts";
export { LeftBehind } from "./left_behind.ts";
export { LinkLost } from "./link_lost.ts";
export { INLINE_LIMIT, NOT_ATOMIC, uploadCommand, type UploadOptions } from "./upload.ts";
