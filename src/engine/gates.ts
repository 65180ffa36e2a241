import { OperationError } from "../api/mod.ts";
import type { Barrier } from "./barrier.ts";
import { Stopped } from "./markers.ts";
import type { HostPass } from "./pass.ts";
import type { Gate } from "./program.ts";
import { roll, type Visit } from "./rolling.ts";
import type { RunState } from "./run_state.ts";

/** The gates of the apply pass: `once` runs on the first host that has come, `rolling` lets hosts through in batches. */
export class Gates {
  readonly #values = new Map<string, PromiseWithResolvers<unknown>>();
  readonly #rolls = new Set<readonly Visit[]>();

  /**
   * @param untilChange settles when something has changed that somebody may wait for
   */
  constructor(
    private readonly run: RunState,
    private readonly barrier: Barrier,
    private readonly untilChange: () => Promise<void>,
  ) {}

  /** All hosts have come that will. */
  open(visits: readonly Visit[]): void {
    for (const { gate } of visits) gate.state = "held";
    if (visits[0]!.gate.kind === "rolling") void this.#roll(visits);
    else this.#openOnce(visits);
  }

  /** Runs the body of a `once` if this host is the one, else waits for its value. */
  async once(pass: HostPass, gate: Gate, run: () => Promise<unknown>): Promise<unknown> {
    await pass.atGate(gate.turn.promise);
    const value = this.#values.get(gate.identity)!;
    if (gate.state === "held") return await pass.atGate(value.promise);
    try {
      const given = await run();
      value.resolve(given);
      return given;
    } catch (error) {
      value.reject(error);
      throw error;
    }
  }

  #openOnce(visits: readonly Visit[]): void {
    const [first, ...others] = visits as [Visit, ...Visit[]];
    const { identity } = first.gate;
    // A host that comes later (--serial) gets the value of the one that ran it.
    const isFirst = !this.#values.has(identity);
    if (isFirst) {
      const value = Promise.withResolvers<unknown>();
      value.promise.catch(() => {});
      this.#values.set(identity, value);
      first.gate.state = "entered";
      void this.#left(first).then(() => this.#failWith(first, others, value));
    }
    for (const { gate } of visits) gate.turn.resolve();
  }

  /** The failure of the host that runs a `once` fails all that wait for it. */
  #failWith({ pass, gate }: Visit, others: readonly Visit[], value: PromiseWithResolvers<unknown>): void {
    const { failure } = pass.target;
    if (!failure) return;
    value.reject(new Stopped());
    for (const other of others) {
      const error = new OperationError(`once "${gate.name}" failed on ${pass.target.name}, which runs it for all`, {
        cause: failure.error,
      });
      other.pass.fail(error, other.gate.block.parent ?? other.pass.program);
    }
  }

  /** Whether a rolling block is between two batches: then the hosts that are held will go on. */
  get isBetweenBatches(): boolean {
    return [...this.#rolls].some((visits) => !visits.some(isInside));
  }

  async #roll(visits: readonly Visit[]): Promise<void> {
    this.#rolls.add(visits);
    const batch = new Set<HostPass>();
    this.barrier.batches.set(visits[0]!.gate.identity, batch);
    await roll(visits, this.run, async (visit) => {
      batch.add(visit.pass);
      await this.#left(visit);
      batch.delete(visit.pass);
    });
    this.#rolls.delete(visits);
    visits[0]!.pass.driver.poke();
  }

  /** Waits until a host is through a gate, or out of the run. */
  async #left({ pass, gate }: Visit): Promise<void> {
    while (isInside({ pass, gate })) await this.untilChange();
  }
}

function isInside({ pass, gate }: Visit): boolean {
  return gate.state === "entered" && pass.target.isActive && !pass.program.dropped;
}
