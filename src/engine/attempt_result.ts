import { DroverError, OperationError } from "../api/mod.ts";
import { LinkLost, type RawOutput } from "../session/mod.ts";
import type { Answer } from "./answer.ts";
import type { Outcome } from "./events.ts";
import { textsOf } from "./outputs.ts";
import type { Operational } from "./program.ts";

/** How an operation ended. */
export interface Executed {
  readonly outcome: Outcome;
  readonly answer: Answer;
  readonly reason: string | undefined;
  readonly error?: unknown;
  readonly attempts: number;
}

/** How a try ended; `again` says why to try again. */
export type AttemptResult = Omit<Executed, "attempts"> & { readonly again?: string };

/** A try that changed nothing. */
export function unchanged(outcome: Outcome, reason: string | undefined, value?: unknown): AttemptResult {
  return { outcome, reason, answer: { changed: false, ok: true, stdout: "", stderr: "", value } };
}

/** A try whose condition does not hold. */
export function skipped(): AttemptResult {
  return unchanged("skipped", "its condition does not hold");
}

/** What a try that failed left. */
export interface Failed {
  readonly error: unknown;
  /** Of the commands that ran, in order. */
  readonly outputs: readonly RawOutput[];
  /** Whether any command ran. */
  readonly hasRun: boolean;
  readonly mayRetry: boolean;
}

/** A try that failed. */
export function failed({ name, target, globals }: Operational, what: Failed): AttemptResult {
  const { error, outputs, hasRun, mayRetry } = what;
  if (error instanceof DroverError) {
    error.host ??= target.name;
    error.operation ??= name;
  }
  // What may have run is not run again by itself, and a host that cannot be reached has nothing to go on with.
  const final = error instanceof LinkLost || (error instanceof DroverError && error.code === "interrupted");
  const ignored = globals._ignoreErrors === true && !final;
  return {
    outcome: ignored ? "ignored" : "failed",
    reason: undefined,
    error,
    answer: {
      changed: hasRun,
      ok: false,
      ...textsOf(outputs),
      value: undefined,
      error: error instanceof OperationError
        ? error
        : new OperationError(String((error as Error)?.message ?? error), { cause: error }),
    },
    ...(mayRetry && !final ? { again: String((error as Error)?.message ?? error) } : {}),
  };
}
