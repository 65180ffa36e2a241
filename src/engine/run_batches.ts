import { OperationError } from "../api/mod.ts";
import type { HostPass } from "./pass.ts";
import { batchesOf } from "./rolling.ts";
import type { RunState } from "./run_state.ts";
import type { Strategy } from "./strategy.ts";

/** Hosts of a run that apply together. */
export interface RunBatch {
  readonly passes: readonly HostPass[];
  /** Whether these go first so that the others need not fail. */
  readonly isCanary: boolean;
}

/** Parts the hosts of a run: the canaries, then batch after batch. Without either all are one batch. */
export function runBatches(passes: readonly HostPass[], { canary = 0, batch }: Strategy): RunBatch[] {
  const rest = passes.slice(canary);
  const batches = batch === undefined ? [rest] : batchesOf(rest, batch);
  return [
    { passes: passes.slice(0, canary), isCanary: true },
    ...batches.map((passes) => ({ passes, isCanary: false })),
  ].filter(({ passes }) => passes.length > 0);
}

/** Applies batch after batch until one has not gone through; the hosts after it fail without being touched. */
export async function applyBatches(
  batches: readonly RunBatch[],
  strategy: Strategy,
  run: RunState,
  apply: (passes: readonly HostPass[]) => Promise<void>,
): Promise<void> {
  for (const [index, { passes, isCanary }] of batches.entries()) {
    if (run.signal.aborted) return;
    const why = index > 0 && await whyNotOn(batches, index, strategy, run);
    if (run.signal.aborted) return;
    if (why) return leaveOut(batches.slice(index), why);
    if (batches.length > 1) announce(passes, `${isCanary ? "Canaries, batch" : "Batch"} ${index + 1}`, batches, run);
    await apply(passes);
  }
}

/** Why the next batch may not start, if so. */
async function whyNotOn(
  batches: readonly RunBatch[],
  index: number,
  { maxFailures = 0 }: Strategy,
  run: RunState,
): Promise<string | undefined> {
  const before = batches[index - 1]!;
  const all = batches.flatMap(({ passes }) => passes);
  const failed = failuresIn(all);
  if (before.isCanary) {
    if (failed > 0) return `${failed} of ${before.passes.length} canary hosts failed`;
    const rest = all.length - before.passes.length;
    const goesOn = await run.confirm(
      `No canary failed: go on with the other ${rest === 1 ? "host" : `${rest} hosts`}?`,
    );
    return goesOn ? undefined : "it was not confirmed";
  }
  const allowed = typeof maxFailures === "number"
    ? maxFailures
    : Math.floor(parseFloat(maxFailures) / 100 * all.length);
  return failed > allowed ? `${failed} of ${all.length} hosts failed` : undefined;
}

function failuresIn(passes: readonly HostPass[]): number {
  return passes.filter(({ target }) => target.failure !== undefined).length;
}

function leaveOut(batches: readonly RunBatch[], why: string): void {
  for (const { passes } of batches) {
    for (const pass of passes.filter(({ target }) => target.isActive)) {
      pass.fail(new OperationError(`The run stopped before this host: ${why}`), pass.program);
    }
  }
}

function announce(passes: readonly HostPass[], what: string, batches: readonly RunBatch[], run: RunState): void {
  const names = passes.map(({ target }) => target.name);
  const hosts = names.length > 5 ? `${names.length} hosts, ${names[0]} to ${names.at(-1)}` : names.join(", ");
  run.emit({ type: "message", level: "info", text: `${what} of ${batches.length}: ${hosts}` });
}
