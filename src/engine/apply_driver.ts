import { formatCallSite, type Handler, OperationError } from "../api/mod.ts";
import { Barrier, type Meeting } from "./barrier.ts";
import { endIfTooManyFailed } from "./fail_percent.ts";
import { Gates } from "./gates.ts";
import { type Member, OperationRunner } from "./operation_runner.ts";
import { OwedBook } from "./owed_book.ts";
import type { HostPass, PassDriver } from "./pass.ts";
import type { RunPlan } from "./plan.ts";
import { type Block, type Gate, Operational } from "./program.ts";
import type { ResultsCollector } from "./results.ts";
import { applyBatches, runBatches } from "./run_batches.ts";
import type { RunState, Script } from "./run_state.ts";
import type { Strategy } from "./strategy.ts";
import { type Unplanned, UnplannedOperations } from "./unplanned.ts";

/** How apply goes. */
export interface ApplyOptions {
  readonly strategy: Strategy;
  /** What was planned; without it nothing counts as unplanned. */
  readonly plan: RunPlan | undefined;
  readonly unplanned: Unplanned;
  readonly results: ResultsCollector;
  /** How long a host is waited for whose script waits for something outside of the run. */
  readonly stallSeconds: number;
}

/**
 * The apply pass: what scripts declare stands in line, and runs when the {@link Barrier} says so. If all hosts wait for
 * each other, the operation that comes first in the sources goes with whoever is there.
 */
export class ApplyDriver implements PassDriver {
  readonly phase = "apply";
  readonly #barrier: Barrier;
  readonly #gates: Gates;
  readonly #owed: OwedBook;
  readonly #unplanned: UnplannedOperations;
  readonly #runner: OperationRunner;
  #changed: PromiseWithResolvers<void> = Promise.withResolvers();
  #ticking = false;
  #stalled: ReturnType<typeof setTimeout> | undefined;
  /** With those whose turn has not come yet. */
  #all: readonly HostPass[] = [];

  constructor(private readonly run: RunState, private readonly options: ApplyOptions) {
    this.#unplanned = new UnplannedOperations(options.plan, options.unplanned, run.confirm);
    this.#barrier = new Barrier(options.plan);
    this.#gates = new Gates(run, this.#barrier, () => this.#changed.promise);
    this.#owed = new OwedBook(options.plan);
    this.#runner = new OperationRunner(run, {
      results: options.results,
      owed: this.#owed,
      unplanned: this.#unplanned,
      parallel: options.strategy.parallel,
      isAlone: () => this.#all.length === 1 || options.strategy.mode !== "barrier",
      onLeft: (pass, one) => this.#barrier.left(pass, one),
      onStopped: () => this.poke(),
    });
  }

  /** Runs the scripts of all hosts to their ends. */
  async apply(passes: readonly HostPass[], scripts: readonly Script[]): Promise<void> {
    this.#all = passes;
    const { strategy } = this.options;
    await applyBatches(runBatches(passes, strategy), strategy, this.run, async (batch) => {
      const together = strategy.mode === "serial" ? batch.map((pass) => [pass]) : [batch];
      for (const group of together) await this.#applyTo(group.filter(({ target }) => target.isActive), scripts);
    });
  }

  async #applyTo(passes: readonly HostPass[], scripts: readonly Script[]): Promise<void> {
    if (this.run.signal.aborted) return;
    for (const pass of passes) this.#barrier.join(pass);
    const stop = () => {
      for (const pass of passes) pass.drop(pass.program);
    };
    this.run.signal.addEventListener("abort", stop);
    await Promise.all(passes.map(async (pass) => {
      await pass.runScripts(scripts);
      while (pass.program.head() !== undefined || this.#runner.isBusy(pass)) await this.#changed.promise;
    }));
    this.run.signal.removeEventListener("abort", stop);
  }

  declared(pass: HostPass, one: Operational): void {
    this.#barrier.declared(pass, one);
    this.poke();
  }

  dropped(pass: HostPass, one: Operational): void {
    this.#barrier.left(pass, one);
  }

  arrived(): void {
    this.poke();
  }

  once(pass: HostPass, gate: Gate, run: () => Promise<unknown>): Promise<unknown> {
    return this.#gates.once(pass, gate, run);
  }

  async owedHandlers(pass: HostPass, block: Block): Promise<readonly Handler[]> {
    if (pass.notified.size === 0) return [];
    const notified = [...pass.notified];
    if (!block.isReached()) await pass.waitUntil(() => block.isReached());
    pass.notified.clear();
    const due: Handler[] = [];
    for (const [handler, operations] of notified) {
      const answers = await Promise.all(operations.map((one) => one.answer.promise));
      if (this.#owed.isOwed(pass, handler) || answers.some(({ changed }) => changed === true)) due.push(handler);
      else await this.#owed.cancel(pass, handler);
    }
    return due;
  }

  handled(pass: HostPass, handler: Handler): Promise<void> {
    return this.#owed.strike(pass, handler);
  }

  failed(pass: HostPass, error: unknown, operation?: string): void {
    if (pass.target.failure) return;
    pass.target.failure = { error, operation };
    pass.scriptError ??= error;
    this.run.emit({ type: "host.failed", host: pass.target.name, error, operation });
    pass.drop(pass.program);
    endIfTooManyFailed(this.#all, this.options.strategy.failPercent, this.run.emit);
  }

  poke(): void {
    if (this.#ticking) return;
    this.#ticking = true;
    // A macrotask: scripts that go on now declare what they have to declare first.
    setTimeout(() => {
      this.#ticking = false;
      this.#tick();
    });
  }

  #tick(): void {
    clearTimeout(this.#stalled);
    const woken = this.#barrier.passes.filter((pass) => pass.wake());
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
    if (woken.length) return this.poke();
    if (this.#unplanned.isAsking) return;
    const meetings = this.#barrier.meetings();
    if (this.#releaseReady(meetings, true) || this.#runner.isBusy() || !meetings.length) return;
    if (this.#gates.isBetweenBatches || this.#releaseReady(meetings, false)) return;
    const [next] = meetings as [Meeting];
    const others = this.#barrier.underWay();
    if (others.length === 0) return this.#release(next);
    this.#stalled = setTimeout(() => this.#goOnWithout(others, next), this.options.stallSeconds * 1000);
  }

  /** A script may wait for something that comes only after what the others wait for. */
  #goOnWithout(others: readonly HostPass[], next: Meeting): void {
    const names = others.map(({ target }) => target.name).join(", ");
    const what = next.members[0]!.head.name;
    this.run.emit({
      type: "message",
      level: "warning",
      text: `Going on with ${what} without ${names}, whose scripts wait for something else since ` +
        `${this.options.stallSeconds} s`,
    });
    this.#release(next);
  }

  /** Lets those go for whom nobody is missing; whether there were any. */
  #releaseReady(meetings: readonly Meeting[], waitsForWaiting: boolean): boolean {
    const { mode } = this.options.strategy;
    const ready = meetings.filter((meeting) => {
      const waits = mode === "barrier" || (mode === "free" && !(meeting.members[0]!.head instanceof Operational));
      return !waits || this.#barrier.isComplete(meeting, waitsForWaiting);
    });
    for (const meeting of ready) this.#release(meeting);
    return ready.length > 0;
  }

  #release({ members, identity }: Meeting): void {
    const { head } = members[0]!;
    if (!(head instanceof Operational)) {
      return this.#gates.open(members.map(({ pass, head }) => ({ pass, gate: head as Gate })));
    }
    const planned = this.#unplanned.isPlanned(identity);
    if (!planned && !this.#mayRun(members as Member[])) return;
    this.#runner.start(members as Member[], planned);
  }

  #mayRun(members: readonly Member[]): boolean {
    const { name, site } = members[0]!.head;
    const what = `${name} (${formatCallSite(site)})`;
    const verdict = this.#unplanned.verdict(what, () => this.poke());
    if (typeof verdict === "string") return verdict === "run";
    for (const { pass, head } of members) {
      pass.fail(new OperationError(`${what} was not in the plan${verdict.refused}`), head.block, name);
    }
    this.poke();
    return false;
  }
}
