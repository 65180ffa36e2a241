import type * as z from "zod";
import type { DroverError } from "../errors.ts";
import { type CallSite, callSite } from "./callsite.ts";
import { context } from "./context.ts";
import { type GlobalArguments, splitArguments } from "./globals.ts";
import type { Data, Host } from "./host.ts";
import { check, lazily, type Lazy } from "./schema.ts";

/** A block that runs once at the end of a script, or at `host.flush()`, if an operation that names it changed something. */
export interface Handler {
  readonly name: string;
  readonly body: () => void | Promise<void>;
}

/** How {@linkcode rolling} goes through the hosts. */
export interface RollingOptions {
  /** Hosts at a time: a number, a share, or a list of these for the first batches (the last one repeats). */
  readonly batch: number | `${number}%` | readonly (number | `${number}%`)[];
  /** How many hosts of the run may fail before the rest is left alone. Default: 0. */
  readonly maxFailures?: number | `${number}%`;
  /** Seconds between two batches. Default: 0. */
  readonly pause?: number;
  /** Ask before each further batch. Default: `false`. */
  readonly confirm?: boolean;
}

/** The parts of {@linkcode attempt}. */
export interface AttemptParts {
  /** What is tried. */
  readonly block: () => void | Promise<void>;
  /** Runs when an operation of the block failed; the host goes on after it. */
  readonly rescue?: (error: DroverError) => void | Promise<void>;
  /** Runs in either case. */
  readonly always?: () => void | Promise<void>;
}

/** What a {@linkcode call} gets. */
export interface CallContext {
  readonly host: Host;
  readonly signal: AbortSignal;
  log(message: string): void;
}

/** The structure of a run, as the engine provides it. */
export interface Flow {
  deploy(definition: DeployInfo, args: object, globals: GlobalArguments, site: CallSite | undefined): Promise<void>;
  include(script: string | URL, data: Data, site: CallSite | undefined): Promise<void>;
  rolling(
    name: string,
    options: RollingOptions,
    body: () => void | Promise<void>,
    site: CallSite | undefined,
  ): Promise<void>;
  attempt(name: string, parts: AttemptParts, site: CallSite | undefined): Promise<void>;
  once<T>(name: string, body: (host: Host) => T | Promise<T>, site: CallSite | undefined): Promise<T>;
  shared<T>(name: string, body: () => T | Promise<T>, site: CallSite | undefined): Promise<T>;
  on<R>(host: Host | string, body: () => R, site: CallSite | undefined): R;
  fail(message: string): never;
}

/** A deploy, as the engine sees it. */
export interface DeployInfo {
  readonly name: string;
  /** The schema of the data that it reads. */
  readonly data: (() => z.ZodObject) | undefined;
  /** The groups on whose hosts it runs; all where absent. */
  readonly hosts: readonly string[] | undefined;
  readonly with: GlobalArguments;
  /** Its arguments where it is run as a script, which has none to give. @throws {UsageError} where it needs some */
  readonly scriptArgs: () => object;
  readonly body: (host: Host, args: object) => void | Promise<void>;
}

/** What a {@linkcode deploy} says of itself. */
export interface DeployOptions<D extends z.ZodObject, A extends z.ZodObject> {
  /** Checks, types and defaults `host.data`, before the first connection. */
  readonly data?: Lazy<D>;
  /** The arguments that the deploy takes when it is called. */
  readonly args?: Lazy<A>;
  /** Run only on hosts of these groups. */
  readonly hosts?: string | readonly string[];
  /** Global arguments for all its operations. */
  readonly with?: GlobalArguments;
}

/** A deploy: the default export of a script, or called in another one. */
export interface Deploy<A extends object> {
  (...args: Record<never, never> extends A ? [args?: A & GlobalArguments] : [args: A & GlobalArguments]): Promise<void>;
  readonly deploy: DeployInfo;
}

/**
 * Makes a deploy: a named block of operations with data, arguments and global arguments of its own.
 *
 * @example
 * ```ts
 * import { deploy, files, z } from "drover";
 * export default deploy("Greeting", { data: z.object({ name: z.string().default("world") }) }, (host) => {
 *   files.file({ path: `/tmp/hello-${host.data.name}` });
 * });
 * ```
 */
export function deploy<
  D extends z.ZodObject = z.ZodObject<Record<never, never>, z.core.$loose>,
  A extends z.ZodObject = z.ZodObject<Record<never, never>>,
>(
  name: string,
  options: DeployOptions<D, A>,
  body: (host: Host<z.output<D>>, args: z.output<A>) => void | Promise<void>,
): Deploy<z.input<A>> {
  const what = `deploy "${name}"`;
  const argsSchema = lazily(options.args);
  const info: DeployInfo = {
    name,
    data: options.data === undefined ? undefined : schemaOf(options.data),
    hosts: options.hosts === undefined ? undefined : [options.hosts].flat(),
    with: splitArguments({ ...options.with }, [], what).globals,
    scriptArgs: () =>
      check(argsSchema(), {}, what, {
        hint: "A script that is run on its own gets no arguments: call it from another script, which gives them.",
      }),
    body: body as DeployInfo["body"],
  };
  const run = (passed: object = {}): Promise<void> => {
    const site = callSite();
    const { args, globals } = splitArguments(passed as Record<string, unknown>, Object.keys(argsSchema().shape), what);
    return context(what).flow.deploy(info, check(argsSchema(), args, what), globals, site);
  };
  return Object.assign(run, { deploy: info }) as unknown as Deploy<z.input<A>>;
}

function schemaOf<D extends z.ZodObject>(schema: Lazy<D>): () => z.ZodObject {
  return typeof schema === "function" ? schema : () => schema;
}

/** Makes a handler, for `_notify`. It runs once, however many operations notify it. */
export function handler(name: string, body: () => void | Promise<void>): Handler {
  return { name, body };
}

/** Runs another script for the current host; `data` goes under its `host.data`. A relative path belongs to the caller. */
export function include(script: string | URL, data: Data = {}): Promise<void> {
  return context("include").flow.include(script, data, callSite());
}

/** Runs a block in batches of hosts: the next batch starts when the one before has gone through the whole block. */
export function rolling(name: string, options: RollingOptions, body: () => void | Promise<void>): Promise<void> {
  return context("rolling").flow.rolling(name, options, body, callSite());
}

/** Runs a block, and another one if it failed. (A `try` around declarations catches nothing: they only declare.) */
export function attempt(name: string, parts: AttemptParts): Promise<void> {
  return context("attempt").flow.attempt(name, parts, callSite());
}

/** Runs a block on the first active host when all have come here; its value goes to every host. A failure fails all. */
export function once<T>(name: string, body: (host: Host) => T | Promise<T>): Promise<T> {
  return context("once").flow.once(name, body, callSite());
}

/** One value for all hosts and both passes. Declares nothing. */
export function shared<T>(name: string, body: () => T | Promise<T>): Promise<T> {
  return context("shared").flow.shared(name, body, callSite());
}

/** Declares operations on another host, at this place of the current host's program. */
export function on<R>(host: Host | string, body: () => R): R {
  return context("on").flow.on(host, body, callSite());
}

/** The current host. @throws {UsageError} outside of a deploy. */
export function currentHost(): Host {
  return context("currentHost").host;
}
