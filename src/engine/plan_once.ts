import { quiet } from "./markers.ts";
import type { HostPass } from "./pass.ts";
import type { Gate } from "./program.ts";

interface Run {
  readonly gate: Gate;
  readonly value: Promise<unknown>;
}

/** The `once` blocks of the plan pass: each runs on the first host, in the order of the inventory, that comes to it. */
export class PlanOnce {
  readonly #runs = new Map<string, Run>();

  /** @param passes all hosts, in the order of the inventory */
  constructor(private readonly passes: readonly HostPass[]) {}

  /** Runs the body if this host is the one, else waits for its value. @throws what the body threw; Parked */
  async run(pass: HostPass, gate: Gate, body: () => Promise<unknown>): Promise<unknown> {
    gate.state = "held";
    const { identity } = gate;
    const earlier = this.passes.slice(0, this.passes.indexOf(pass));
    const isTurn = () => this.#runs.has(identity) || earlier.every((other) => !mayComeTo(other, identity));
    if (!isTurn()) await pass.atGate(pass.waitUntil(isTurn));
    gate.state = "entered";
    let run = this.#runs.get(identity);
    if (run === undefined) {
      run = { gate, value: quiet(body()) };
      this.#runs.set(identity, run);
    }
    // The host that runs the body does more than wait.
    const value = run.gate === gate ? await run.value : await pass.atGate(run.value);
    if (value === undefined) return undefined;
    const answers = await Promise.all([...run.gate.block.operations()].map((one) => one.answer.promise));
    if (answers.every(({ changed }) => changed === false)) return value;
    throw pass.park(gate.block, `the value of once "${gate.name}"`, undefined);
  }
}

// A host that waits for another one is not waited for, so that no two wait for each other.
function mayComeTo(pass: HostPass, identity: string): boolean {
  if (pass.settled || pass.isAtGate) return false;
  for (const gate of pass.program.gates()) if (gate.identity === identity) return false;
  return true;
}
