/**
 * Errors are part of the interface: what was attempted, what was found, what to do.
 * A {@link DroverError} is somebody's mistake or a host's refusal and is shown without a stack trace;
 * any other error is a defect of Drover and is shown with one.
 *
 * @module
 */

/** What kind of thing went wrong; decides the exit code. */
export type ErrorCode =
  | "usage"
  | "load"
  | "inventory"
  | "connect"
  | "operation"
  | "fact"
  | "command"
  | "timeout"
  | "interrupted";

/** What an error carries beside its message. */
export interface DroverErrorOptions {
  /** What the user can do about it, as a whole sentence. */
  readonly hint?: string;
  /** The host it happened on. */
  readonly host?: string;
  /** The name of the operation it happened in. */
  readonly operation?: string;
  /** Where in the user's code, as `file:line:column`. */
  readonly at?: string;
  /** The error behind this one. */
  readonly cause?: unknown;
}

/** A mistake or a refusal that the user can do something about. */
export class DroverError extends Error {
  override name = "DroverError";
  readonly code: ErrorCode;
  readonly hint?: string;
  host?: string;
  operation?: string;
  at?: string;

  constructor(code: ErrorCode, message: string, options: DroverErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.host = options.host;
    this.operation = options.operation;
    this.at = options.at;
  }
}

/** Arguments, names or options that make no sense; always found before anything is changed if the plan reached it. */
export class UsageError extends DroverError {
  override name = "UsageError";
  constructor(message: string, options: DroverErrorOptions = {}) {
    super("usage", message, options);
  }
}

/** A host could not be reached or refused us. */
export class ConnectError extends DroverError {
  override name = "ConnectError";
  constructor(message: string, options: DroverErrorOptions = {}) {
    super("connect", message, options);
  }
}

/**
 * An operation cannot be carried out, or one of its commands failed. With the code `"load"` what is wrong is a file of the
 * user, a source or a template: no host can help it, so the whole plan fails.
 */
export class OperationError extends DroverError {
  override name = "OperationError";
  /** What the failing command printed, where a command failed. */
  readonly output?: { readonly stdout: string; readonly stderr: string; readonly code: number | null };
  constructor(
    message: string,
    options: DroverErrorOptions & {
      readonly output?: OperationError["output"];
      readonly code?: "operation" | "load";
    } = {},
  ) {
    super(options.code ?? "operation", message, options);
    this.output = options.output;
  }
}

/** A fact's command failed or printed something its parser does not know. */
export class FactError extends DroverError {
  override name = "FactError";
  constructor(message: string, options: DroverErrorOptions = {}) {
    super("fact", message, options);
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.message === "fetch failed" ? messageOf(error.cause) : error.message;
}

/**
 * The candidate that is nearest to a mistyped name, or `undefined` where none is near.
 *
 * @example
 * ```ts
 * import { nearest } from "./errors.ts";
 * console.assert(nearest("pakages", ["packages", "present"]) === "packages");
 * ```
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const fold = (text: string) => text.toLowerCase().replaceAll(/[_-]/g, "");
  const wanted = fold(name);
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, fold(candidate));
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** "; did you mean X?" or nothing. */
export function didYouMean(name: string, candidates: Iterable<string>): string {
  const near = nearest(name, candidates);
  return near === undefined ? "" : `; did you mean "${near}"?`;
}

/** Levenshtein distance with transpositions counted as one. */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1);
      current.push(cost);
    }
    [before, previous] = [previous, current];
  }
  return previous[b.length]!;
}
