import { type Context, currentContext, formatCallSite, type Handler, OperationError } from "../api/mod.ts";
import { Barrier, type Meeting } from "./barrier.ts";
import type { AheadOperation } from "./ahead_operation.ts";
import type { ExecuteOptions } from "./attempt.ts";
import type { Executed } from "./attempt_result.ts";
import { execute, takeAhead } from "./execute.ts";
import { endIfTooManyFailed } from "./fail_percent.ts";
import { followersOf } from "./followers.ts";
import { Gates } from "./gates.ts";
import { Stopped } from "./markers.ts";
import { OwedBook } from "./owed_book.ts";
import type { HostPass, PassDriver } from "./pass.ts";
import type { RunPlan } from "./plan.ts";
import { type Block, type Gate, Operational } from "./program.ts";
import type { ResultsCollector } from "./results.ts";
import { applyBatches, runBatches } from "./run_batches.ts";
import { RunOnce } from "./run_once.ts";
import type { RunState, Script } from "./run_state.ts";
import { inBatches, type Strategy } from "./strategy.ts";
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

interface Member {
  readonly pass: HostPass;
  readonly head: Operational;
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
  readonly #running = new Map<HostPass, number>();
  readonly #once = new RunOnce();
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
      while (pass.program.head() !== undefined || this.#running.get(pass)) await this.#changed.promise;
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
    if (this.#releaseReady(meetings, true) || this.#running.size || !meetings.length) return;
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

  /** Whether no order is kept between what runs on one host and what runs on another. */
  get #isAlone(): boolean {
    return this.#all.length === 1 || this.options.strategy.mode !== "barrier";
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
    for (const { pass, head } of members as Member[]) this.#started(pass, head);
    this.#emitStarted(members as Member[], planned);
    void this.#runTogether(members as Member[]);
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

  async #runTogether(members: readonly Member[]): Promise<void> {
    const { globals } = members[0]!.head;
    if (!globals._runOnce) {
      const size = globals._serial ? 1 : globals._parallel ?? this.options.strategy.parallel;
      return await inBatches(members, size, (member) => this.#runOn(member));
    }
    const others = await this.#once.run(members, (member) => this.#runOn(member));
    for (const [member, executed] of others) this.#finish(member, executed, 0);
  }

  async #runOn(member: Member): Promise<void> {
    const { pass, head } = member;
    if (head.block.isDead || this.run.signal.aborted) return this.#leave(member);
    const started = performance.now();
    const context = pass.contextFor(head.block, head.target);
    const executed = await head.target.exclusively(() =>
      currentContext.run(context, () => execute(head, this.#executeOptions(member, context)))
    );
    this.#finish(member, executed, performance.now() - started);
  }

  #executeOptions({ pass, head }: Member, context: Context): ExecuteOptions {
    const { emit, hardSignal, signal, foresight } = this.run;
    return {
      emit,
      signal: hardSignal,
      stop: signal,
      context,
      beforeChange: () => this.#owed.write(pass, head),
      nextFacts: (one) => foresight.after(one, pass.program, this.#isAlone),
      followers: async (remarks) =>
        this.#isAlone
          ? await followersOf(head, remarks, pass.program, {
            mayFollow: (one) => !signal.aborted && this.#unplanned.isPlanned(one.identity) && this.#owed.has(pass, one),
            contextFor: ({ block, target }) => pass.contextFor(block, target),
            inlineLimit: (await head.target.shell()).inlineLimit,
            signal: hardSignal,
          })
          : [],
      onAhead: (ahead) => void this.#runAhead(pass, ahead),
      expectsNoChange: foresight.changesNothing(head),
    };
  }

  /** An operation whose commands are on their way already; if they do not run its turn is still to come. */
  async #runAhead(pass: HostPass, ahead: AheadOperation): Promise<void> {
    const head = ahead.follower.one;
    this.#started(pass, head);
    const member = { pass, head };
    const context = pass.contextFor(head.block, head.target);
    const begun = performance.now();
    const executed = await head.target.exclusively(() =>
      currentContext.run(
        context,
        () => takeAhead(ahead, this.#executeOptions(member, context), () => this.#emitStarted([member], true)),
      )
    );
    if (executed) return this.#finish(member, executed, performance.now() - begun);
    if (head.block.isDead) return this.#leave(member);
    head.state = "declared";
    this.#stopped(pass);
  }

  #started(pass: HostPass, head: Operational): void {
    head.state = "running";
    this.#running.set(pass, (this.#running.get(pass) ?? 0) + 1);
  }

  #stopped(pass: HostPass): void {
    const rest = this.#running.get(pass)! - 1;
    if (rest > 0) this.#running.set(pass, rest);
    else this.#running.delete(pass);
    this.poke();
  }

  #emitStarted(members: readonly Member[], planned: boolean): void {
    const { identity, name } = members[0]!.head;
    const hosts = members.map(({ pass }) => pass.target.name);
    this.run.emit({ type: "operation.started", id: identity, name, hosts, planned });
  }

  #finish(member: Member, executed: Executed, duration: number): void {
    const { pass, head } = member;
    const { outcome, answer, reason, error, attempts } = executed;
    const host = head.target.name;
    this.options.results.add(head.identity, head.name, host, outcome);
    this.run.emit({
      type: "operation.host",
      id: head.identity,
      name: head.name,
      host,
      outcome,
      reason,
      error,
      attempts,
      duration,
    });
    if (outcome !== "failed") head.answer.resolve(answer);
    this.#leave(member, outcome !== "failed");
    if (outcome === "failed") pass.fail(error, head.block, head.name);
  }

  #leave({ pass, head }: Member, isAnswered = false): void {
    head.state = "done";
    if (!isAnswered) head.answer.reject(new Stopped());
    this.#barrier.left(pass, head);
    this.#stopped(pass);
  }
}
