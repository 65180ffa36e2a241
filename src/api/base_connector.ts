import type * as z from "zod";
import type { ShellArguments, ShellCommand } from "../command/mod.ts";
import type { MethodOptions, MethodOutput, Process, SpawnOptions } from "../session/mod.ts";
import {
  type ConnectionBase,
  connector,
  type ConnectorContext,
  type ConnectorDefinition,
  type ConnectorHost,
  type GivenHost,
  type OpenConnection,
} from "./connector.ts";
import type { Lazy } from "./schema.ts";

/**
 * The class form of a connector; `connector({…})` is the object form. One instance is made for each host.
 *
 * A class that executes has either `spawn`, or `runShellCommand` and, if files have a way of their own, `putFile` and
 * `getFile`. Without `spawn` it runs commands one at a time and no other connector can go through it.
 */
export abstract class BaseConnector<D extends object = Record<string, unknown>> {
  /** Whether it connects to hosts; `false` for one that only gives hosts. */
  static readonly handlesExecution: boolean = true;
  /** The prefix of its data keys. Default: the connector's name. */
  static readonly prefix?: string;
  /** The schema of its data keys. Default: it has none. */
  static readonly data?: Lazy<z.ZodObject>;
  /** Turns `@name/argument` into hosts. Default: the reference is one host of that name. */
  static makeNamesData?(
    name: string | undefined,
    context: ConnectorContext,
  ): AsyncIterable<GivenHost> | Iterable<GivenHost>;

  /** How many processes may run at a time. Default: 10. */
  readonly channels?: number;
  /** Whether processes can have a terminal. Default: `true`. */
  readonly pty?: boolean;
  /** Whether `kill` reaches the process itself. Default: `true`. */
  readonly signals?: boolean;
  /** Settles when the link is lost. */
  readonly closed?: Promise<unknown>;
  /** How the local `rsync` reaches the host. */
  readonly rsync?: ConnectionBase["rsync"];

  /** @param host the host that it is for @param context what it gets from the run */
  constructor(readonly host: ConnectorHost<D>, readonly context: ConnectorContext) {}

  /** Connects. Default: nothing is to be done. @throws {ConnectError} */
  connect(): Promise<void> | void {}

  /** Called at the end of the run, not after a dry one; may fail the host. */
  finish(_ok: boolean): Promise<void> | void {}

  /** Closes the connection. Never fails. */
  disconnect(): Promise<void> | void {}

  /** Starts a process over there. */
  spawn?(argv: readonly string[], options?: SpawnOptions): Promise<Process>;

  /** Runs a command to its end. */
  runShellCommand?(command: ShellCommand, args: ShellArguments, options: MethodOptions): Promise<MethodOutput>;

  /** Copies a file of this machine to a path on the host, as the login user. */
  putFile?(src: string, dest: string, options: MethodOptions): Promise<void>;

  /** Copies a file of the host to a path on this machine, as the login user. */
  getFile?(src: string, dest: string, options: MethodOptions): Promise<void>;
}

/** A class that extends {@linkcode BaseConnector}. */
export type ConnectorClass =
  & Pick<typeof BaseConnector, "handlesExecution" | "prefix" | "data" | "makeNamesData">
  // deno-lint-ignore no-explicit-any
  & (new (host: ConnectorHost<any>, context: ConnectorContext) => BaseConnector<any>);

/** The connector of a class, under the name of its entry point. */
export function connectorOfClass(made: ConnectorClass, name: string): ConnectorDefinition<z.ZodObject> {
  return connector({
    name,
    prefix: made.prefix,
    data: made.data,
    makeNamesData: made.makeNamesData && ((argument, context) => made.makeNamesData!(argument, context)),
    connect: made.handlesExecution
      ? async (host, context) => {
        const instance = new made(host, context);
        await instance.connect();
        return connectionOf(instance);
      }
      : undefined,
  });
}

function connectionOf(instance: BaseConnector): OpenConnection {
  const bound = <K extends "spawn" | "runShellCommand" | "putFile" | "getFile">(method: K) =>
    instance[method]?.bind(instance) as BaseConnector[K];
  const { channels, pty, signals, closed, rsync } = instance;
  return {
    channels,
    pty,
    signals,
    closed,
    rsync,
    spawn: bound("spawn"),
    runShellCommand: bound("runShellCommand"),
    putFile: bound("putFile"),
    getFile: bound("getFile"),
    finish: async (ok) => await instance.finish(ok),
    disconnect: async () => await instance.disconnect(),
  } as OpenConnection;
}
