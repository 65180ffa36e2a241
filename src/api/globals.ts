import * as z from "zod";
import { type CommandOutput, type ShellArguments, shellArgumentsShape } from "../command/mod.ts";
import { didYouMean, type DroverErrorOptions, UsageError } from "../errors.ts";
import { check } from "./schema.ts";
import type { Condition, Handle } from "./handle.ts";
import type { Handler } from "./flow.ts";

/** What decides whether an operation runs. A list holds when all of it does. */
export type If = boolean | Condition | (() => boolean | Promise<boolean>);

/** Arguments that every operation takes beside its own. */
export interface GlobalArguments extends ShellArguments {
  /** What to call the operation in the plan and the results. Default: its name and arguments. */
  readonly name?: string;
  /** The operation's identity across hosts, in place of its call site. */
  readonly _key?: string;
  /** Run only if this holds; all of a list have to. */
  readonly _if?: If | readonly If[];
  /** Run in its place only if any of these changed. */
  readonly _onChange?: Handle<unknown> | readonly Handle<unknown>[];
  /** Owe these handlers when the operation changes something. */
  readonly _notify?: Handler | readonly Handler[];
  /** A failure counts as done and the host goes on. Default: `false`. */
  readonly _ignoreErrors?: boolean;
  /** With `_ignoreErrors`: go on with the remaining commands of the operation. Default: `false`. */
  readonly _continueOnError?: boolean;
  /** Run on the first active host only. Default: `false`. */
  readonly _runOnce?: boolean;
  /** Run on one host after the other. Default: `false`. */
  readonly _serial?: boolean;
  /** Run on this many hosts at a time. Default: all. */
  readonly _parallel?: number;
  /** How often to try again after a failure. Default: 0. */
  readonly _retries?: number;
  /** Seconds between two tries. Default: 5. */
  readonly _retryDelay?: number;
  /** Try again, as often as `_retries` says, until this is true of the output. */
  readonly _retryUntil?: (output: CommandOutput) => boolean | Promise<boolean>;
  /** Whether the operation changed something, told from its output; the plan cannot know. */
  readonly _changedIf?: (output: CommandOutput) => boolean | Promise<boolean>;
  /** Whether the operation failed, told from its output, after its exit code was good. */
  readonly _failedIf?: (output: CommandOutput) => boolean | Promise<boolean>;
  /** Show no diff and no content of this operation. Default: `false`. */
  readonly _sensitive?: boolean;
}

/** The global arguments that a fact takes. */
export type FactGlobals = Pick<
  ShellArguments,
  Exclude<keyof ShellArguments, "_stdin" | "_getPty" | "_successExitCodes">
>;

const callable = z.custom<(...args: never[]) => unknown>((value) => typeof value === "function", "a function");
const handle = z.custom<Handle<unknown>>(
  (value) => value !== null && typeof value === "object" && "didChange" in value,
  "an operation's handle",
);
const handler = z.custom<Handler>(
  (value) => value !== null && typeof value === "object" && "body" in value && "name" in value,
  "a handler(…)",
);
const orList = <T extends z.ZodType>(type: T) => z.union([type, z.array(type).readonly()]);

let schema: z.ZodObject | undefined;

/** The schema of {@linkcode GlobalArguments}. */
export function globalsSchema(): z.ZodObject {
  return schema ??= z.object({
    name: z.string().optional(),
    ...shellArgumentsShape,
    _key: z.string().optional(),
    _if: orList(z.union([z.boolean(), callable])).optional(),
    _onChange: orList(handle).optional(),
    _notify: orList(handler).optional(),
    _ignoreErrors: z.boolean().optional(),
    _continueOnError: z.boolean().optional(),
    _runOnce: z.boolean().optional(),
    _serial: z.boolean().optional(),
    _parallel: z.int().min(1).optional(),
    _retries: z.int().min(0).optional(),
    _retryDelay: z.number().min(0).optional(),
    _retryUntil: callable.optional(),
    _changedIf: callable.optional(),
    _failedIf: callable.optional(),
    _sensitive: z.boolean().optional(),
  }).strict();
}

/** Names of all global arguments. */
export function globalNames(): string[] {
  return Object.keys(globalsSchema().shape);
}

/**
 * Parts what was passed to an operation into its own arguments and the global ones, and checks the latter.
 * `name` and all that starts with `_` are global, but for names that the operation has itself.
 */
export function splitArguments(
  passed: Readonly<Record<string, unknown>>,
  own: readonly string[],
  what: string,
  options: DroverErrorOptions = {},
): { readonly args: Record<string, unknown>; readonly globals: GlobalArguments } {
  const args: Record<string, unknown> = {};
  const globals: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(passed)) {
    const isGlobal = (key === "name" || key.startsWith("_")) && !own.includes(key);
    (isGlobal ? globals : args)[key] = value;
  }
  for (const key of ["_if", "_onChange", "_notify"]) {
    if (key in globals && (globals[key] === undefined || globals[key] === null)) {
      throw new UsageError(`${what}: argument "${key}" is present but ${globals[key]}`, {
        hint: "Leave the argument out, or pass a value; a missing value would silently run the operation.",
        ...options,
      });
    }
  }
  for (const key of Object.keys(globals)) {
    if (!globalNames().includes(key)) {
      throw new UsageError(`${what}: no global argument "${key}"${didYouMean(key, globalNames())}`, options);
    }
  }
  return { args, globals: check(globalsSchema(), globals, what, options) as GlobalArguments };
}

/** Puts the global arguments of a call over those around it; conditions add up. */
export function mergeGlobals(outer: GlobalArguments, inner: GlobalArguments): GlobalArguments {
  const merged = { ...outer, ...inner };
  const conditions = [outer._if, inner._if].flat().filter((one) => one !== undefined);
  const environment = { ...outer._env, ...inner._env };
  return {
    ...merged,
    ...(conditions.length ? { _if: conditions as readonly If[] } : {}),
    ...(Object.keys(environment).length ? { _env: environment } : {}),
  };
}
