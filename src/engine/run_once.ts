import { OperationError } from "../api/mod.ts";
import type { Executed } from "./attempt_result.ts";
import type { HostPass } from "./pass.ts";
import type { Operational } from "./program.ts";
import type { Target } from "./target.ts";

/** A host that has come to an operation. */
interface Member {
  readonly pass: HostPass;
  readonly head: Operational;
}

/** Runs what is `_runOnce` on the first host that comes; the others, also of later batches, get how it ended there. */
export class RunOnce {
  readonly #ran = new Map<string, { readonly name: string; readonly failure: Promise<Target["failure"]> }>();

  /**
   * @param run runs it on one host
   * @returns how it ended for each of those that did not run it
   */
  async run<M extends Member>(
    members: readonly M[],
    run: (member: M) => Promise<void>,
  ): Promise<(readonly [M, Executed])[]> {
    const [first, ...others] = members as [M, ...M[]];
    const { head: { identity }, pass: { target } } = first;
    const earlier = this.#ran.get(identity);
    const ran = earlier ?? { name: target.name, failure: run(first).then(() => target.failure) };
    this.#ran.set(identity, ran);
    const failure = await ran.failure;
    return (earlier ? members : others).map((member) => [member, endedFor(member, ran.name, failure)]);
  }
}

function endedFor({ head }: Member, host: string, failure: Target["failure"]): Executed {
  const answer = { changed: false, ok: failure === undefined, stdout: "", stderr: "", value: undefined };
  if (!failure) return { outcome: "skipped", answer, reason: `it ran on ${host}`, attempts: 0 };
  const error = new OperationError(`${head.name} failed on ${host}, which runs it for all`, { cause: failure.error });
  return { outcome: "failed", answer, reason: undefined, error, attempts: 0 };
}
