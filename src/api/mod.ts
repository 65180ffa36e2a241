/** Operations, facts, deploys, hosts and their arguments: what scripts and modules are written with. @module */
export { arg, withCallerAsBase, withSourceRule } from "./arg.ts";
export {
  type CallSite,
  callSite,
  firstForeignFrame,
  formatCallSite,
  pathOf,
  placeOf,
  scriptFrame,
  siteOf,
  withCallSite,
} from "./callsite.ts";
export { type Context, context, currentContext, type SourceReader } from "./context.ts";
export { Measures } from "./local_file.ts";
export {
  checkFactArguments,
  type Fact,
  fact,
  type FactArguments,
  type FactDefinition,
  MISSING_COMMAND,
} from "./fact.ts";
export * from "./flow.ts";
export {
  type FactGlobals,
  type GlobalArguments,
  globalNames,
  globalsSchema,
  type If,
  mergeGlobals,
  splitArguments,
} from "./globals.ts";
export { type Condition, condition, type Handle, type HandleField, handleOf, type Result, resultOf } from "./handle.ts";
export type { Data, Host, Inventory, OperationHost } from "./host.ts";
export { type AnyOperation, type Body, type Operation, operation, type OperationDefinition } from "./operation.ts";
export { type Arguments, check, expectation, explainIssues, type Lazy, shown } from "./schema.ts";
export { contentSize, hashContent, localContent, localMode, readContent, readText, streamContent } from "./source.ts";
export {
  ConnectError,
  didYouMean,
  DroverError,
  type DroverErrorOptions,
  FactError,
  messageOf,
  nearest,
  OperationError,
  UsageError,
} from "../errors.ts";
export {
  call as functionCommand,
  type Command,
  type CommandOutput,
  type Content,
  describe,
  download,
  type DownloadCommand,
  type FunctionCommand,
  type FunctionContext,
  linesOf,
  type Ownership,
  type RsyncCommand,
  upload,
  type UploadCommand,
} from "../command/mod.ts";
export { call, type CallArguments, fail } from "./call.ts";
export { DIFF_LIMIT, type ShownText, TextForDiff } from "./text_fact.ts";
export { type Config, configSchema } from "./config.ts";
export {
  holdsSecret,
  join,
  makeUnixCommand,
  mask,
  pathWord,
  quote,
  Raw,
  raw,
  type Secret,
  secret,
  sh,
  type ShellArguments,
  ShellCommand,
  type Word,
} from "../command/mod.ts";
export * as z from "zod";
export * from "./connector.ts";
export { spawnFor } from "./connection.ts";
export { BaseConnector, type ConnectorClass, connectorOfClass } from "./base_connector.ts";
export { connectorOf } from "./connector_of.ts";
