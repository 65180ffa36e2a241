/** Who waits for a signal. A signal itself looks through all its listeners for each that comes or goes. */
const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls a function when a signal is aborted, or at once where it has been. Thousands of hosts wait for the one signal of
 * a run, with each command anew: all are one listener of it.
 *
 * @returns ends the waiting
 */
export function onAbort(signal: AbortSignal | undefined, run: () => void): () => void {
  if (signal === undefined) return () => {};
  if (signal.aborted) {
    run();
    return () => {};
  }
  const all = waiting.get(signal) ?? listen(signal);
  // A function may wait twice.
  const one = () => run();
  all.add(one);
  return () => void all.delete(one);
}

function listen(signal: AbortSignal): Set<() => void> {
  const all = new Set<() => void>();
  waiting.set(signal, all);
  signal.addEventListener("abort", () => {
    for (const run of [...all]) run();
    all.clear();
  }, { once: true });
  return all;
}
