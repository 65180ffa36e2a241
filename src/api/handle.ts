import type { OperationError } from "../errors.ts";
import { type CallSite, callSite } from "./callsite.ts";

declare const conditionBrand: unique symbol;

/** A question about operations that is answered in their place. Callable, so that `if (handle.didChange)` does not compile. */
export interface Condition {
  (): Promise<boolean>;
  /** True when this or any of the others is. */
  or(...others: Condition[]): Condition;
  /** True when this and all of the others are. */
  and(...others: Condition[]): Condition;
  /** True when this is false. */
  not(): Condition;
  readonly [conditionBrand]?: true;
}

/** What `await handle` gives. In the plan `changed` is predicted, and reading what cannot be known parks the script. */
export interface Result<V = void> {
  /** Whether the operation changed something. */
  readonly changed: boolean;
  /** Whether it ended without an error. */
  readonly ok: boolean;
  /** What its commands printed. */
  readonly stdout: string;
  readonly stderr: string;
  /** What the operation returned. */
  readonly value: V;
  /** The error of an operation that failed with `_ignoreErrors`. */
  readonly error?: OperationError;
}

/** A declared operation. Nothing has to be awaited; what is awaited costs a round trip. */
export interface Handle<V = void> extends PromiseLike<Result<V>> {
  /** Whether the operation changes something; in the plan as predicted. */
  readonly changed: Promise<boolean>;
  readonly ok: Promise<boolean>;
  readonly stdout: Promise<string>;
  readonly stderr: Promise<string>;
  readonly value: Promise<V>;
  readonly didChange: Condition;
  readonly didNotChange: Condition;
  readonly didSucceed: Condition;
  readonly didError: Condition;
}

/** Makes a {@linkcode Condition} of a function that answers it. */
export function condition(answer: () => Promise<boolean>): Condition {
  return Object.assign(answer.bind(undefined), {
    or: (...others: Condition[]) => condition(() => anyOf([answer, ...others])),
    and: (...others: Condition[]) => condition(() => allOf([answer, ...others])),
    not: () => condition(async () => !(await answer())),
  });
}

// What is known decides before what is not, so that `a.or(b)` does not park where b is already true.
async function anyOf(answers: readonly (() => Promise<boolean>)[]): Promise<boolean> {
  const settled = await Promise.allSettled(answers.map((answer) => answer()));
  if (settled.some((one) => one.status === "fulfilled" && one.value)) return true;
  return firstRejection(settled) ?? false;
}

async function allOf(answers: readonly (() => Promise<boolean>)[]): Promise<boolean> {
  const settled = await Promise.allSettled(answers.map((answer) => answer()));
  if (settled.some((one) => one.status === "fulfilled" && !one.value)) return false;
  return firstRejection(settled) ?? true;
}

function firstRejection(settled: readonly PromiseSettledResult<boolean>[]): undefined {
  for (const one of settled) if (one.status === "rejected") throw one.reason;
}

/** What scripts can ask of a handle, and of its result. */
export type HandleField = "changed" | "ok" | "stdout" | "stderr" | "value";

/**
 * Makes the handle of an operation.
 *
 * @param ask answers one field, with the place in the script where it is asked
 * @param result what `await` gives
 */
export function handleOf(
  ask: (field: HandleField, at?: CallSite) => Promise<unknown>,
  result: () => Promise<Result<unknown>>,
): Handle<unknown> {
  const when = (field: "changed" | "ok", wanted: boolean) => condition(async () => (await ask(field)) === wanted);
  return {
    get changed() {
      return ask("changed", callSite()) as Promise<boolean>;
    },
    get ok() {
      return ask("ok", callSite()) as Promise<boolean>;
    },
    get stdout() {
      return ask("stdout", callSite()) as Promise<string>;
    },
    get stderr() {
      return ask("stderr", callSite()) as Promise<string>;
    },
    get value() {
      return ask("value", callSite());
    },
    get didChange() {
      return when("changed", true);
    },
    get didNotChange() {
      return when("changed", false);
    },
    get didSucceed() {
      return when("ok", true);
    },
    get didError() {
      return when("ok", false);
    },
    // A handle can be awaited on purpose.
    then: (fulfilled, rejected) => result().then(fulfilled, rejected),
  };
}

/** Makes a result whose fields are read when they are asked for. */
export function resultOf(
  read: (field: HandleField, at: CallSite | undefined) => unknown,
  error: OperationError | undefined,
): Result<unknown> {
  const field = (name: HandleField) => ({ get: () => read(name, callSite()), enumerable: true });
  return Object.defineProperties({ error } as unknown as Result<unknown>, {
    changed: field("changed"),
    ok: field("ok"),
    stdout: field("stdout"),
    stderr: field("stderr"),
    value: field("value"),
  });
}
