import { DroverError } from "../api/mod.ts";

/** Seconds after which it is told what is waited for. */
const LONG = 30;

/** How long something of users is waited for. */
export interface Patience {
  /** Ends the waiting. */
  readonly signal: AbortSignal;
  /** Takes what is told after a while. */
  readonly warn: (message: string) => unknown;
  /** Seconds until then. Default: 30. */
  readonly long?: number;
}

/** Waits for code of users, which may never come to its end. @throws {DroverError} where it is interrupted */
export async function waitFor<T>(work: Promise<T>, what: string, options: Patience): Promise<T> {
  const { signal, warn, long = LONG } = options;
  const interrupted = Promise.withResolvers<never>();
  const stop = () => interrupted.reject(new DroverError("interrupted", `Interrupted while waiting for ${what}`));
  signal.addEventListener("abort", stop);
  const timer = setTimeout(() => warn(`Waiting for ${what} since ${long} s; Ctrl-C stops it`), long * 1000);
  if (signal.aborted) stop();
  try {
    return await Promise.race([work, interrupted.promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
  }
}
