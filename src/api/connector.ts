import * as z from "zod";
import type { ConnectionMethods, Spawn } from "../session/mod.ts";
import { openedConnection } from "./connection.ts";
import type { Lazy } from "./schema.ts";

/** A host that an inventory reference stands for. */
export interface NamedHost {
  readonly name: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly groups?: readonly string[];
}

/** A host as a connector may give it: an object, or name, data and groups as a list. */
export type GivenHost =
  | NamedHost
  | readonly [name: string, data?: Readonly<Record<string, unknown>>, groups?: readonly string[]];

/** A host as its connector sees it: its name and its data, checked by the connector's schema. */
export interface ConnectorHost<D> {
  readonly name: string;
  readonly data: D;
}

/** What a connector gets from the run. */
export interface ConnectorContext {
  /** Ends when the run is stopped. */
  readonly signal: AbortSignal;
  /** Seconds that a connection may take. */
  readonly connectTimeout: number;
  /**
   * The host in front of this one: `@ssh/web1` of `@ssh/web1/@docker/app`. `undefined` for this machine; `spawnFor`
   * gives what starts processes in either case.
   */
  readonly parent?: Connection;
  /** A line for the user. */
  log(message: string): void;
  /** A warning for the user. */
  warn(message: string): void;
  /** Registers a value for masking. */
  secret(value: string): string;
  /** Asks for a value that is not shown. @throws {UsageError} where there is no terminal. */
  ask(question: string): Promise<string>;
}

/** What an open connection has, however commands travel. */
export interface ConnectionBase {
  /** How many processes may run at a time, sessions included. Default: 10. */
  readonly channels?: number;
  /** Whether processes can have a terminal. Default: `true`. */
  readonly pty?: boolean;
  /** Whether `kill` reaches the process itself, and not only its streams. Default: `true`. */
  readonly signals?: boolean;
  /** Whether all processes that wait for input come to their end when it is closed. Default: `false`. */
  readonly endsProcesses?: boolean;
  /** Settles when the link is lost. */
  readonly closed?: Promise<unknown>;
  /** How the local `rsync` reaches the host: further flags, and what stands in front of a path over there. */
  readonly rsync?: { readonly flags: readonly string[]; readonly prefix: string };
  /** Called at the end of the run, not after a dry one; may fail the host. */
  finish?(ok: boolean): Promise<void>;
  /** Closes it. Never fails. */
  disconnect?(): Promise<void> | void;
}

/** An open connection to a host. */
export interface Connection extends ConnectionBase {
  /** Starts a process over there. */
  readonly spawn: Spawn;
  /** Set where the connector starts no processes: what it gives instead. `spawn` then says so. */
  readonly methods?: ConnectionMethods;
}

/** What a connector's `connect` may give: `spawn`, or `runShellCommand` with `putFile` and `getFile` if it has them. */
export type OpenConnection = (ConnectionBase & { readonly spawn: Spawn }) | (ConnectionBase & ConnectionMethods);

/** A connector in the form that the engine uses. */
export interface ConnectorDefinition<S extends z.ZodObject> {
  /** What stands behind `@` in the inventory. */
  readonly name: string;
  /** The prefix of its data keys; keys with this prefix are checked by `data`. Default: its name. */
  readonly prefix?: string;
  /** The schema of its data keys. */
  readonly data: Lazy<S>;
  /** Turns `@name/argument` into hosts; without it the reference is one host of that name. */
  makeNamesData?(
    argument: string | undefined,
    context: ConnectorContext,
  ): AsyncIterable<NamedHost> | Iterable<NamedHost>;
  /** Connects; without it the connector is inventory only. @throws {ConnectError} */
  connect?(host: ConnectorHost<z.output<S>>, context: ConnectorContext): Promise<Connection>;
}

/** A connector as its author writes it. */
export interface ConnectorParts<S extends z.ZodObject> {
  /** What stands behind `@` in the inventory. */
  readonly name: string;
  /** The prefix of its data keys; keys with this prefix are checked by `data`. Default: its name. */
  readonly prefix?: string;
  /** The schema of its data keys. Default: it has none. */
  readonly data?: Lazy<S>;
  /** Turns `@name/argument` into hosts; without it the reference is one host of that name. */
  makeNamesData?(
    argument: string | undefined,
    context: ConnectorContext,
  ): AsyncIterable<GivenHost> | Iterable<GivenHost>;
  /** Connects; without it the connector is inventory only. @throws {ConnectError} */
  connect?(host: ConnectorHost<z.output<S>>, context: ConnectorContext): Promise<OpenConnection>;
}

/** Any connector. */
// deno-lint-ignore no-explicit-any
export type AnyConnector = ConnectorDefinition<any>;

/**
 * Makes a connector: the default export of a connector's module. Without `connect` it is inventory only.
 *
 * @example
 * ```ts
 * import { connector, spawnFor, z } from "drover/connectors";
 * export default connector({
 *   name: "jail",
 *   data: () => z.object({ jailUser: z.string().optional() }),
 *   connect: (host, context) =>
 *     Promise.resolve({ spawn: (argv, options) => spawnFor(context)(["jexec", host.name, ...argv], options) }),
 * });
 * ```
 */
export function connector<S extends z.ZodObject>(parts: ConnectorParts<S>): ConnectorDefinition<S> {
  const { name, prefix, data, makeNamesData, connect } = parts;
  return {
    name,
    prefix,
    data: data ?? (() => z.object({}) as unknown as S),
    makeNamesData: makeNamesData &&
      ((argument, context) => namedHosts(() => makeNamesData.call(parts, argument, context))),
    connect: connect && (async (host, context) => openedConnection(await connect.call(parts, host, context), name)),
  };
}

async function* namedHosts(list: () => AsyncIterable<GivenHost> | Iterable<GivenHost>): AsyncGenerator<NamedHost> {
  for await (const host of list()) yield isListed(host) ? { name: host[0], data: host[1], groups: host[2] } : host;
}

function isListed(host: GivenHost): host is Exclude<GivenHost, NamedHost> {
  return Array.isArray(host);
}
