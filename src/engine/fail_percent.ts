import { OperationError } from "../api/mod.ts";
import type { EventSink } from "./events.ts";
import type { HostPass } from "./pass.ts";

/**
 * Ends the scripts of all hosts where more than a percentage of these have failed: `--fail-percent`.
 *
 * @param all with those whose turn has not come yet
 * @param failPercent without it nothing ends
 */
export function endIfTooManyFailed(
  all: readonly HostPass[],
  failPercent: number | undefined,
  emit: EventSink,
): void {
  const failed = all.filter(({ target }) => target.failure).length;
  if (failPercent === undefined || failed / all.length * 100 <= failPercent) return;
  for (const { target, program, settled } of all) {
    if (!target.isActive || (settled && program.head() === undefined)) continue;
    const ended = new OperationError(
      `The run ended: ${failed} of ${all.length} hosts failed, more than ${failPercent} %`,
    );
    target.failure = { error: ended };
    emit({ type: "host.failed", host: target.name, error: ended });
  }
  for (const pass of all) if (pass.target.failure && !pass.program.dropped) pass.drop(pass.program);
}
