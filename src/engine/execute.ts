import type { AheadOperation } from "./ahead_operation.ts";
import { Attempt, type ExecuteOptions } from "./attempt.ts";
import type { Executed } from "./attempt_result.ts";
import type { Operational } from "./program.ts";

/** Runs one operation on its host, with its conditions and retries. Never throws. */
export async function execute(one: Operational, options: ExecuteOptions): Promise<Executed> {
  const retries = one.globals._retries ?? 0;
  let attempts = 0;
  while (true) {
    attempts++;
    const run = new Attempt(one, options);
    const { outcome, answer, reason, error, again } = await run.run(attempts <= retries && !options.stop.aborted);
    if (again === undefined) return { outcome, answer, reason, error, attempts };
    options.emit({
      type: "operation.retry",
      name: one.name,
      host: one.target.name,
      attempt: attempts,
      of: retries,
      why: again,
    });
    await delay((one.globals._retryDelay ?? 5) * 1000, options.stop);
    one.target.facts.dropAhead();
    one.target.facts.invalidate("*");
  }
}

/**
 * Takes what was sent ahead for what the operation did. Never throws.
 *
 * @param onStart called when it is certain that it runs
 * @returns `undefined` where it did not run: its turn is still to come
 */
export async function takeAhead(
  ahead: AheadOperation,
  options: ExecuteOptions,
  onStart: () => void,
): Promise<Executed | undefined> {
  const result = await new Attempt(ahead.follower.one, options).take(ahead, onStart);
  return result && { ...result, attempts: 1 };
}

async function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  const stop = () => resolve();
  signal.addEventListener("abort", stop);
  await promise;
  signal.removeEventListener("abort", stop);
  clearTimeout(timer);
}
