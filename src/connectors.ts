/**
 * What connectors are written with: `connector({…})` or a class that extends `BaseConnector`, and what both use.
 *
 * @module
 */
export {
  type AnyConnector,
  BaseConnector,
  type Connection,
  type ConnectionBase,
  connector,
  type ConnectorClass,
  type ConnectorContext,
  type ConnectorDefinition,
  type ConnectorHost,
  type ConnectorParts,
  type GivenHost,
  type NamedHost,
  type OpenConnection,
  spawnFor,
} from "./api/mod.ts";
export { ConnectError, DroverError, type DroverErrorOptions, messageOf, UsageError } from "./errors.ts";
export {
  type CommandOutput,
  type ControlArguments,
  extractControlArguments,
  makeUnixCommand,
  makeUnixCommandForHost,
  quote,
  sh,
  type ShellArguments,
  type ShellCommand,
  type UnixCommand,
} from "./command/mod.ts";
export {
  type ConnectionMethods,
  endingByKey,
  type MethodOptions,
  type MethodOutput,
  type Process,
  type ProcessStatus,
  runArgv,
  type RunArgvOptions,
  type Spawn,
  spawnLocal,
  type SpawnOptions,
} from "./session/mod.ts";
export * as z from "zod";
