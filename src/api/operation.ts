import type * as z from "zod";
import type { Command } from "../command/mod.ts";
import { UsageError } from "../errors.ts";
import { withCallerAsBase } from "./arg.ts";
import { callSite, formatCallSite, lazyCallSite } from "./callsite.ts";
import { context } from "./context.ts";
import { type GlobalArguments, splitArguments } from "./globals.ts";
import type { Handle } from "./handle.ts";
import type { OperationHost } from "./host.ts";
import { check, lazily, type Lazy } from "./schema.ts";

/** What an operation says of itself. */
export interface OperationDefinition<S extends z.ZodObject> {
  /** The module it belongs to, as `files`. */
  readonly module?: string;
  /** Its name within the module, in camelCase. */
  readonly name: string;
  /** What it does, on which systems, in one or two sentences. */
  readonly doc?: string;
  /** Its arguments; `args: () => z.object({…})` builds the schema when it is first needed. */
  readonly args: Lazy<S>;
  /** It has no state to compare and runs every time. Default: `false`. */
  readonly alwaysChanges?: boolean;
  /**
   * The modules whose facts its commands can change; `"*"` is all. Constant facts stay. Default: `"*"`.
   */
  readonly invalidates?: "*" | readonly string[];
  /** No process of its commands goes on when they have ended, so that running them takes less. Default: `false`. */
  readonly leavesNothing?: boolean;
  /** It changes users, groups or rights: the sessions of the host are opened anew after it. Default: `false`. */
  readonly endsSessions?: boolean;
}

/**
 * The work of an operation: asks for facts and yields the commands that change the host. Runs in the plan and again in
 * apply; in the plan its commands are only recorded. No command means no change.
 */
export type Body<A, V> = (args: A, host: OperationHost) => AsyncGenerator<Command, V, void>;

/** What a call passes; a schema without arguments would allow no others beside them. */
type Passed<A extends object> = A extends Record<string, never> ? GlobalArguments : A & GlobalArguments;

/** An operation: called in a deploy it is declared, and its handle comes back at once. */
export interface Operation<A extends object, V = void> {
  (...args: Record<never, never> extends A ? [args?: Passed<A>] : [args: Passed<A>]): Handle<V>;
  /** The same work inside of another operation: `yield* files.put.inner({…})`. Takes no global arguments. */
  inner(args: A): AsyncGenerator<Command, V, void>;
  /** `module.name`. */
  readonly fullName: string;
  // deno-lint-ignore no-explicit-any
  readonly definition: OperationDefinition<any>;
  /** Its schema, without global arguments. */
  schema(): z.ZodObject;
  // deno-lint-ignore no-explicit-any
  readonly body: Body<any, V>;
}

/** Any operation. */
// deno-lint-ignore no-explicit-any
export type AnyOperation = Operation<any, any>;

/**
 * Defines an operation.
 *
 * @example
 * ```ts
 * import { files, operation, sh, z } from "drover";
 * export const motd = operation(
 *   { module: "example", name: "motd", args: () => z.object({ text: z.string().describe("the text") }) },
 *   async function* ({ text }, host) {
 *     const lines = await host.fact(files.FileContents, { path: "/etc/motd" });
 *     if (lines?.join("\n") === text) return host.noop("the text is in place");
 *     yield sh`printf '%s\n' ${text} > /etc/motd`;
 *   },
 * );
 * ```
 */
export function operation<S extends z.ZodObject, V = void>(
  definition: OperationDefinition<S>,
  body: Body<z.output<S>, V>,
): Operation<z.input<S>, V> {
  const schema = lazily(definition.args);
  const fullName = definition.module === undefined ? definition.name : `${definition.module}.${definition.name}`;

  const declare = (passed: object = {}): Handle<V> => {
    const site = callSite(self);
    const current = context(fullName);
    try {
      const { args, globals } = splitArguments(
        passed as Record<string, unknown>,
        Object.keys(schema().shape),
        fullName,
      );
      const checked = withCallerAsBase(() => site, () => check(schema(), args, fullName));
      return current.declare(self as AnyOperation, checked, globals, site, passed) as Handle<V>;
    } catch (error) {
      if (error instanceof UsageError) {
        error.at ??= formatCallSite(site);
        current.refuse(error);
      }
      throw error;
    }
  };
  const inner = (passed: z.input<S>) => {
    const host = context(fullName).operationHost;
    if (host === undefined) {
      throw new UsageError(`${fullName}.inner is for the body of another operation`, {
        hint: `Call ${fullName}({…}) in a deploy.`,
      });
    }
    return body(withCallerAsBase(lazyCallSite(inner), () => check(schema(), passed, fullName)), host);
  };
  const self = Object.assign(declare, { inner, fullName, definition, schema, body });
  return self as unknown as Operation<z.input<S>, V>;
}
