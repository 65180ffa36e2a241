import { DroverError } from "../errors.ts";
import { onAbort } from "./on_abort.ts";

/** After TERM something has this long to end before it is killed. */
const GRACE_MS = 5000;

/** What limits how long something may run. */
export interface Limits {
  /** In seconds. Default: none. */
  readonly timeout?: number;
  /** The time counts from here. Default: at once. */
  readonly begun?: Promise<unknown>;
  /** The run is stopped by any of them. */
  readonly signals: readonly (AbortSignal | undefined)[];
  /** Ends it; gives whether it has ended. */
  readonly end: (why: "timeout" | "stopped") => Promise<boolean>;
  /** What it is, for errors. */
  readonly what: string;
}

/** Waits for an answer, but ends what gives it when its time is over or the run is stopped. @throws {DroverError} */
export async function limited<T>(answer: Promise<T>, limits: Limits): Promise<T> {
  const { timeout, signals, what } = limits;
  const over = Promise.withResolvers<"timeout" | "stopped">();
  const stop = () => over.resolve("stopped");
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const startClock = () => {
    if (timeout !== undefined && !isOver) timer = setTimeout(() => over.resolve("timeout"), timeout * 1000);
  };
  if (limits.begun) limits.begun.then(startClock);
  else startClock();
  const waits = [...new Set(signals)].map((signal) => onAbort(signal, stop));
  try {
    const first = await Promise.race([answer.then((value) => ({ value })), over.promise]);
    if (typeof first === "object") return first.value;
    answer.catch(() => {});
    const left = await limits.end(first) ? "was ended" : "could not be ended, so it may still run";
    if (first === "stopped") throw new DroverError("interrupted", `The run was stopped; this ${left}: ${what}`);
    throw new DroverError("timeout", `The command did not end within ${timeout} s and ${left}: ${what}`, {
      hint: "Raise _timeout if it needs more time.",
    });
  } finally {
    isOver = true;
    clearTimeout(timer);
    for (const end of waits) end();
  }
}

/**
 * Ends something with TERM and, if that takes too long, with KILL.
 *
 * @param over settles when it has ended
 * @param send sends the signal; a rejection says that it cannot
 */
export async function endPatiently(
  over: Promise<unknown>,
  send: (signal: "TERM" | "KILL") => Promise<unknown>,
): Promise<boolean> {
  const ended = over.then(() => true, () => true);
  if (!await send("TERM").then(() => true, () => false)) return false;
  const patience = Promise.withResolvers<false>();
  const timer = setTimeout(() => patience.resolve(false), GRACE_MS);
  const inTime = await Promise.race([ended, patience.promise]);
  clearTimeout(timer);
  return inTime || await send("KILL").then(() => true, () => false);
}
