/** What connectors are written with. @module */
export {
  type AnyConnector,
  type Connection,
  connector,
  type ConnectorContext,
  type ConnectorDefinition,
  type ConnectorHost,
  type NamedHost,
} from "./api/mod.ts";
export { ConnectError, DroverError, type DroverErrorOptions, UsageError } from "./errors.ts";
export { makeUnixCommand, quote, sh, type ShellArguments } from "./command/mod.ts";
export type { Process, ProcessStatus, Spawn, SpawnOptions } from "./session/mod.ts";
export * as z from "zod";
