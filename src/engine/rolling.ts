import { OperationError, type RollingOptions } from "../api/mod.ts";
import type { HostPass } from "./pass.ts";
import type { Gate } from "./program.ts";
import type { RunState } from "./run_state.ts";
import { countOf } from "./strategy.ts";

/** A host at a gate. */
export interface Visit {
  readonly pass: HostPass;
  readonly gate: Gate;
}

/** The hosts of the batches one after the other: `[1, "25%"]` of eight hosts is 1, 2, 2, 2, 1. */
export function batchesOf<T>(items: readonly T[], batch: RollingOptions["batch"]): T[][] {
  const sizes = [batch].flat() as (number | `${number}%`)[];
  const batches: T[][] = [];
  for (let at = 0; at < items.length;) {
    const size = countOf(sizes[Math.min(batches.length, sizes.length - 1)]!, items.length);
    batches.push(items.slice(at, at + size));
    at += size;
  }
  return batches;
}

/** Lets the hosts at a rolling gate through, batch after batch, until too many have failed. */
export async function roll(
  visits: readonly Visit[],
  run: RunState,
  left: (visit: Visit) => Promise<void>,
): Promise<void> {
  const { rolling: options, name } = visits[0]!.gate;
  const allowed = options!.maxFailures === undefined
    ? 0
    : typeof options!.maxFailures === "number"
    ? options!.maxFailures
    : Math.floor(parseFloat(options!.maxFailures) / 100 * visits.length);
  const batches = batchesOf(visits, options!.batch);
  for (const [index, batch] of batches.entries()) {
    if (index > 0) await between(options!, run, name, index, batches.length);
    const failed = visits.filter(({ pass }) => pass.target.failure !== undefined);
    const refused = index > 0 && options!.confirm && !run.signal.aborted &&
      !await run.confirm(`Rolling "${name}": go on with batch ${index + 1} of ${batches.length}?`);
    if (failed.length > allowed || refused || run.signal.aborted) {
      const why = refused
        ? "it was not confirmed"
        : run.signal.aborted
        ? "the run was stopped"
        : `${failed.length} of ${visits.length} hosts failed`;
      for (const { pass } of batches.slice(index).flat()) {
        pass.fail(
          new OperationError(`Rolling "${name}" stopped before this host: ${why}`, {
            hint: "Raise maxFailures if that is acceptable.",
          }),
          pass.program,
        );
      }
      return;
    }
    const inRun = batch.filter(({ pass }) => pass.target.isActive);
    for (const { gate } of inRun) {
      gate.state = "entered";
      gate.turn.resolve();
    }
    await Promise.all(inRun.map(left));
  }
}

async function between(
  { pause = 0 }: RollingOptions,
  run: RunState,
  name: string,
  index: number,
  count: number,
): Promise<void> {
  run.emit({
    type: "message",
    level: "info",
    text: `Rolling "${name}": batch ${index + 1} of ${count}${pause ? ` after ${pause} s` : ""}`,
  });
  if (pause === 0 || run.signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, pause * 1000);
  run.signal.addEventListener("abort", () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
}
