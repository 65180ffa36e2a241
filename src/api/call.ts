import { call as functionCommand } from "../command/mod.ts";
import { UsageError } from "../errors.ts";
import { callSite } from "./callsite.ts";
import { context } from "./context.ts";
import type { CallContext } from "./flow.ts";
import { type GlobalArguments, splitArguments } from "./globals.ts";
import type { Handle } from "./handle.ts";
import type { Body, Operation } from "./operation.ts";
import { lazily } from "./schema.ts";
import * as z from "zod";

/** The arguments of {@linkcode call}. */
export interface CallArguments<T> extends GlobalArguments {
  /** What to call it in the plan. */
  readonly name: string;
  /** The function; it runs in the apply pass only, in its place. */
  readonly run: (context: CallContext) => T | Promise<T>;
}

/**
 * Runs a function of the script in its place in the apply pass: its side effects are listed in the plan and not done by
 * it. What it returns is the handle's `value`. Its output, for `_retryUntil` and `stdout`, is what it logs, or else what it
 * returns, as text.
 */
export function call<T>(args: CallArguments<T>): Handle<T> {
  const site = callSite();
  const current = context("call");
  const { run, ...rest } = args;
  if (typeof run !== "function") throw new UsageError('call: argument "run": expected a function');
  const { globals } = splitArguments(rest, [], "call");
  const body: Body<object, void> = async function* () {
    yield functionCommand(args.name, async ({ signal, log }) => {
      let logged = false;
      const value = await run({ host: current.host, signal, log: (text) => (logged = true, log(text)) });
      if (value !== undefined && !logged) {
        log(typeof value === "string" ? value : JSON.stringify(value) ?? String(value));
      }
      return value;
    });
  };
  const schema = lazily<z.ZodObject>(() => z.object({}));
  const operation = Object.assign(() => {}, {
    fullName: "call",
    definition: { name: "call", args: schema },
    schema,
    body,
    inner: body,
  });
  return current.declare(operation as unknown as Operation<object>, {}, globals, site, args) as Handle<T>;
}

/** Fails the current host with a message; inside of an attempt, the attempt. */
export function fail(message: string): never {
  return context("fail").flow.fail(message);
}
