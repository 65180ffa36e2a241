import type { OperationError } from "../errors.ts";

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
