import { packError, type SentError, unpackError } from "./errors.ts";

/** Errors that the engine and the sandbox know by names. */
export interface ErrorBook {
  pack(error: unknown): SentError;
  unpack(sent: SentError): Error;
  /** Keeps an error under a name that the sandbox has given it. */
  register(name: string, error: unknown): void;
}

/** Makes an empty one. An error that goes to the other side and comes back is the same error. */
export function makeErrorBook(): ErrorBook {
  const byName = new Map<string, Error>();
  const names = new WeakMap<Error, string>();
  let number = 0;
  const keep = (name: string, error: Error) => {
    byName.set(name, error);
    names.set(error, name);
  };
  return {
    pack(error) {
      if (!(error instanceof Error)) return packError(error);
      let name = names.get(error);
      if (name === undefined) keep(name = `engine ${++number}`, error);
      return packError(error, name);
    },
    unpack(sent) {
      const known = sent.id === undefined ? undefined : byName.get(sent.id);
      if (known) return known;
      const error = unpackError(sent);
      if (sent.id !== undefined && /^script \d+$/.test(sent.id)) keep(sent.id, error);
      return error;
    },
    register(name, error) {
      if (/^read \d+$/.test(name) && !byName.has(name) && error instanceof Error) byName.set(name, error);
    },
  };
}
