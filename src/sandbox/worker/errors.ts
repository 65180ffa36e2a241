import { placeOf, UsageError } from "../../api/mod.ts";
import { packError, type SentError, unpackError } from "../errors.ts";
import { wasRemoved } from "./lock_down.ts";

/** Errors that go to the engine and come back. */
export interface Errors {
  pack(error: unknown): SentError;
  unpack(sent: SentError): unknown;
  /** Gives an error a name under which the engine will know it. */
  name(error: Error): string;
}

/** What scripts are told that want what is not there. */
export const NOT_HERE =
  "Scripts in the sandbox have operations, facts and host data, and nothing else of this machine or the network. " +
  "If you trust the script, run it without --sandbox.";

/** Makes what knows errors on both ways. */
export function makeErrors(): Errors {
  const own = new Map<string, unknown>();
  const theirs = new Map<string, Error>();
  const names = new WeakMap<object, string>();
  let number = 0;
  return {
    pack(error) {
      const known = typeof error === "object" && error !== null ? names.get(error) : undefined;
      if (known !== undefined) return packError(error, known);
      const id = `script ${++number}`;
      own.set(id, error);
      if (typeof error === "object" && error !== null) names.set(error, id);
      return packError(missing(error) ?? error, id);
    },
    unpack(sent) {
      if (sent.id === undefined) return unpackError(sent);
      if (own.has(sent.id)) return own.get(sent.id);
      let error = theirs.get(sent.id);
      if (error === undefined) {
        error = unpackError({ ...sent, stack: undefined });
        theirs.set(sent.id, error);
        names.set(error, sent.id);
      }
      return error;
    },
    name(error) {
      const id = `read ${++number}`;
      names.set(error, id);
      return id;
    },
  };
}

/** The error of a script that wants what the lock-down has taken. */
function missing(error: unknown): UsageError | undefined {
  const name = error instanceof ReferenceError ? /^(\S+) is not defined$/.exec(error.message)?.[1] : undefined;
  if (name === undefined || !wasRemoved(name)) return undefined;
  return new UsageError(`There is no ${name} in the sandbox`, { hint: NOT_HERE, at: placeOf(error), cause: error });
}
