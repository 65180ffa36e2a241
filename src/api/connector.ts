import type * as z from "zod";
import type { Spawn } from "../session/mod.ts";
import type { Lazy } from "./schema.ts";

/** A host that an inventory reference stands for. */
export interface NamedHost {
  readonly name: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly groups?: readonly string[];
}

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
  /** A line for the user. */
  log(message: string): void;
  /** A warning for the user. */
  warn(message: string): void;
  /** Registers a value for masking. */
  secret(value: string): string;
  /** Asks for a value that is not shown. @throws {UsageError} where there is no terminal. */
  ask(question: string): Promise<string>;
}

/** An open connection to a host. */
export interface Connection {
  /** Starts a process over there. */
  readonly spawn: Spawn;
  /** How many processes may run at a time, sessions included. Default: 10. */
  readonly channels?: number;
  /** Settles when the link is lost. */
  readonly closed?: Promise<unknown>;
  /** How the local `rsync` reaches the host: further flags, and what stands in front of a path over there. */
  readonly rsync?: { readonly flags: readonly string[]; readonly prefix: string };
  /** Called at the end of the run, not after a dry one; may fail the host. */
  finish?(ok: boolean): Promise<void>;
  /** Closes it. Never fails. */
  disconnect?(): Promise<void> | void;
}

/** A connector. */
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

/** Any connector. */
// deno-lint-ignore no-explicit-any
export type AnyConnector = ConnectorDefinition<any>;

/** Makes a connector: the default export of a connector's module. */
export function connector<S extends z.ZodObject>(definition: ConnectorDefinition<S>): ConnectorDefinition<S> {
  return definition;
}
