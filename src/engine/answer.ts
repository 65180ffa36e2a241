import {
  type CallSite,
  formatCallSite,
  type Handle,
  type HandleField,
  handleOf,
  OperationError,
  type Result,
  resultOf,
} from "../api/mod.ts";
import { type Parked, quiet } from "./markers.ts";

/** Stands for what only apply can know. */
export const UNKNOWN: unique symbol = Symbol("known after apply");
type Unknown = typeof UNKNOWN;

/** What can be told of an operation. */
export interface Answer {
  readonly changed: boolean | Unknown;
  readonly ok: boolean | Unknown;
  readonly stdout: string | Unknown;
  readonly stderr: string | Unknown;
  readonly value: unknown;
  readonly error?: OperationError;
  /** Why stdout is no faithful text. */
  readonly noText?: string;
  /** Whether `changed` is a prediction of the plan. */
  readonly predicted?: boolean;
}

/** What a handle needs of the pass that made it. */
export interface HandleSource {
  /** What to call the operation. */
  readonly name: string;
  /** Waits for the answer, as the block that asks. */
  answer(): Promise<Answer>;
  /** Parks the block that asks, at the place in the script where it asks. */
  park(what: string, at: CallSite | undefined): Parked;
  /** Notes that the script has seen a prediction. */
  sawPrediction(): void;
}

/** Makes the handle of an operation. */
export function makeHandle(source: HandleSource): Handle<unknown> {
  return handleOf(
    (field, at) => quiet(source.answer().then((answer) => read(answer, field, source, at))),
    () => source.answer().then((answer) => makeResult(answer, source)),
  );
}

const ANSWER = Symbol("answer");

/** What stands behind a result; reading it there, unlike in the result, parks nobody. */
export function answerOf(result: Result<unknown>): Answer {
  return (result as unknown as { readonly [ANSWER]: Answer })[ANSWER];
}

function makeResult(answer: Answer, source: HandleSource): Result<unknown> {
  const result = resultOf((field, at) => read(answer, field, source, at), answer.error);
  return Object.defineProperty(result, ANSWER, { value: answer });
}

function read(answer: Answer, field: HandleField, source: HandleSource, at: CallSite | undefined): unknown {
  const value = answer[field];
  if (value === UNKNOWN) throw source.park(`"${field}" of ${source.name}`, at);
  if (answer.noText !== undefined && (field === "stdout" || field === "stderr")) {
    throw new OperationError(`Cannot read ${field} of ${source.name}: ${answer.noText}`, {
      hint: "Let the command write to a file, or print it through base64.",
      at: at && formatCallSite(at),
    });
  }
  if (answer.predicted && field === "changed") source.sawPrediction();
  return value;
}
