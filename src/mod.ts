/**
 * What deploy scripts, inventories and modules are written with.
 *
 * @example
 * ```ts
 * import { deploy, files, server } from "drover";
 *
 * export default deploy("Hello", {}, async (host) => {
 *   const kernel = await host.fact(server.Kernel);
 *   files.file({ path: `/tmp/hello-${kernel}` });
 * });
 * ```
 *
 * @module
 */
export {
  arg,
  type Arguments,
  attempt,
  type AttemptParts,
  type Body,
  call,
  type CallArguments,
  type CallContext,
  type Command,
  type CommandOutput,
  type Condition,
  type Config,
  ConnectError,
  type Content,
  currentHost,
  type Data,
  type Deploy,
  deploy,
  type DeployOptions,
  download,
  DroverError,
  type DroverErrorOptions,
  type Fact,
  fact,
  type FactArguments,
  type FactDefinition,
  FactError,
  type FactGlobals,
  fail,
  type GlobalArguments,
  type Handle,
  type Handler,
  handler,
  type Host,
  type If,
  include,
  type Inventory,
  join,
  on,
  once,
  type Operation,
  operation,
  type OperationDefinition,
  OperationError,
  type OperationHost,
  quote,
  raw,
  type Result,
  rolling,
  type RollingOptions,
  type Secret,
  secret,
  sh,
  shared,
  ShellCommand,
  upload,
  UsageError,
  z,
} from "./api/mod.ts";
export type { GroupSpec, HostSpec, InventorySpec } from "./inventory/mod.ts";
export * from "./modules/mod.ts";
