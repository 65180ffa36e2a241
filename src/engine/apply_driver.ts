import { currentContext, formatCallSite, type Handler, OperationError } from "../api/mod.ts";
import { execute, type Executed } from "./execute.ts";
import { Stopped } from "./markers.ts";
import { oweCommand, type OwedHandler, strikeCommand } from "./owed.ts";
import type { HostPass, PassDriver } from "./pass.ts";
import type { RunPlan } from "./plan.ts";
import { type Block, comparePositions, type Gate, Operational } from "./program.ts";
import type { ResultsCollector } from "./results.ts";
import { roll, type Visit } from "./rolling.ts";
import type { RunState, Script } from "./run_state.ts";
import { inBatches, type Strategy } from "./strategy.ts";

/** What to do with operations that the plan did not show: run them, ask once, or refuse them. */
export type Unplanned = "run" | "ask" | "refuse";

/** How apply goes. */
export interface ApplyOptions {
  readonly strategy: Strategy;
  /** What was planned; without it nothing counts as unplanned. */
  readonly plan: RunPlan | undefined;
  readonly unplanned: Unplanned;
  readonly results: ResultsCollector;
}

/** Who stands at the same operation or gate. */
interface Meeting {
  readonly identity: string;
  readonly position: readonly number[];
  readonly members: { readonly pass: HostPass; readonly head: Operational | Gate }[];
}

/**
 * The apply pass: what scripts declare stands in line, and each operation starts when every host that still has it ahead
 * has come to it. If all hosts wait for each other, the one that comes first in the sources goes with whoever is there.
 */
export class ApplyDriver implements PassDriver {
  readonly phase = "apply";
  readonly #passes: HostPass[] = [];
  /** What each host still has ahead: declared, or planned while its script may still declare it. */
  readonly #ahead = new Map<HostPass, Set<string>>();
  readonly #planComplete = new Set<HostPass>();
  readonly #once = new Map<string, PromiseWithResolvers<unknown>>();
  readonly #inside = new Map<string, Set<HostPass>>();
  readonly #done = Promise.withResolvers<void>();
  readonly #planned: ReadonlySet<string>;
  #running = 0;
  #ticking = false;
  #asking: Promise<void> | undefined;
  #unplannedAccepted: boolean;
  #total = 0;

  constructor(private readonly run: RunState, private readonly options: ApplyOptions) {
    this.#planned = new Set(options.plan?.operations.map(({ identity }) => identity));
    this.#unplannedAccepted = options.unplanned === "run";
  }

  /** Runs the scripts of all hosts to their ends. */
  async apply(passes: readonly HostPass[], scripts: readonly Script[]): Promise<void> {
    this.#total = passes.length;
    if (this.options.strategy.mode === "serial") {
      for (const pass of passes) if (!this.run.signal.aborted) await this.#applyTo([pass], scripts);
    } else await this.#applyTo(passes, scripts);
  }

  async #applyTo(passes: readonly HostPass[], scripts: readonly Script[]): Promise<void> {
    for (const pass of passes) {
      if (!pass.target.isActive) continue;
      this.#expect(pass);
      this.#passes.push(pass);
    }
    const stop = () => {
      for (const pass of passes) pass.drop(pass.program);
    };
    this.run.signal.addEventListener("abort", stop);
    await Promise.all(passes.map(async (pass) => {
      if (!pass.target.isActive || this.run.signal.aborted) return;
      await pass.runScripts(scripts);
      await this.#drained(pass);
    }));
    this.run.signal.removeEventListener("abort", stop);
  }

  /** The plan says what a host has ahead before its script has declared it. */
  #expect(pass: HostPass): void {
    const { plan } = this.options;
    const host = pass.target.name;
    const ids = plan?.operations.filter(({ hosts }) => hosts.has(host)).map(({ identity }) => identity) ?? [];
    this.#ahead.set(pass, new Set(ids));
    if (plan && !plan.incomplete.some((one) => one.host === host)) this.#planComplete.add(pass);
  }

  async #drained(pass: HostPass): Promise<void> {
    while (pass.program.head() !== undefined || isRunning(pass)) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#idle.push(resolve);
      await promise;
    }
    this.#ahead.get(pass)?.clear();
    this.poke();
  }

  #idle: (() => void)[] = [];

  declared(pass: HostPass, one: Operational): void {
    this.#ahead.get(pass)?.add(one.identity);
    this.poke();
  }

  arrived(): void {
    this.poke();
  }

  async once(_pass: HostPass, gate: Gate, run: () => Promise<unknown>): Promise<unknown> {
    this.poke();
    await gate.turn.promise;
    const value = this.#once.get(gate.identity)!;
    if (gate.state === "held") return await value.promise;
    try {
      const given = await run();
      value.resolve(given);
      return given;
    } catch (error) {
      value.reject(error);
      throw error;
    }
  }

  async owedHandlers(pass: HostPass, block: Block): Promise<readonly Handler[]> {
    if (pass.notified.size === 0) return [];
    const notified = [...pass.notified];
    if (!block.isReached()) await pass.waitUntil(() => block.isReached());
    pass.notified.clear();
    const due: Handler[] = [];
    for (const [handler, operations] of notified) {
      const answers = await Promise.all(operations.map((one) => one.answer.promise));
      if (this.#isOwed(pass, handler) || answers.some(({ changed }) => changed === true)) due.push(handler);
    }
    return due;
  }

  async handled(pass: HostPass, handler: Handler): Promise<void> {
    for (const owed of this.#owedBy(pass, handler)) {
      await (await pass.target.shell()).run([strikeCommand(owed)], {});
      this.#written.delete(`${pass.target.name} ${owed.script} ${owed.handler}`);
    }
  }

  readonly #written = new Set<string>();

  #owedBy(pass: HostPass, handler: Handler): OwedHandler[] {
    return pass.scriptUrls.filter((url) => url.includes(":")).map((script) => ({ script, handler: handler.name }));
  }

  #isOwed(pass: HostPass, handler: Handler): boolean {
    return this.options.plan?.owed.some(({ host, ours, handler: owed }) =>
      host === pass.target.name && ours && owed.handler === handler.name
    ) ?? false;
  }

  /** Writes down on the host what an operation will owe, before it changes anything. */
  async #owe(pass: HostPass, one: Operational): Promise<void> {
    const handlers = [one.globals._notify ?? []].flat();
    const fresh = handlers.flatMap((handler) => this.#owedBy(pass, handler)).filter((owed) => {
      const key = `${pass.target.name} ${owed.script} ${owed.handler}`;
      return !this.#written.has(key) && this.#written.add(key);
    });
    if (fresh.length) await (await pass.target.shell()).run(fresh.map(oweCommand), {});
  }

  failed(pass: HostPass, error: unknown, operation?: string): void {
    if (pass.target.failure) return;
    pass.target.failure = { error, operation };
    pass.scriptError ??= error;
    this.run.emit({ type: "host.failed", host: pass.target.name, error, operation });
    pass.drop(pass.program);
    const { failPercent } = this.options.strategy;
    const failed = this.#passes.filter(({ target }) => target.failure).length;
    if (failPercent === undefined || failed / this.#total * 100 <= failPercent) return;
    for (const other of this.#passes) {
      if (!other.target.isActive || (other.settled && other.program.head() === undefined)) continue;
      other.target.failure = {
        error: new OperationError(
          `The run ended: ${failed} of ${this.#total} hosts failed, more than ${failPercent} %`,
        ),
      };
      other.drop(other.program);
    }
    this.#tooManyFailed = true;
  }

  #tooManyFailed = false;

  /** Whether hosts that have not started shall not start any more. */
  get isOver(): boolean {
    return this.#tooManyFailed;
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
    const woken = this.#passes.filter((pass) => pass.wake());
    for (const resolve of this.#idle.splice(0)) resolve();
    if (woken.length) return this.poke();
    if (this.#asking) return;
    const meetings = this.#meetings();
    let released = false;
    for (const meeting of meetings) {
      if (this.#isComplete(meeting)) {
        this.#release(meeting);
        released = true;
      }
    }
    if (released || this.#running > 0 || meetings.length === 0) return;
    // All wait for each other: the earliest in the sources goes with whoever is there.
    const stuck = this.#passes.every((pass) => !pass.target.isActive || isHalted(pass));
    if (stuck) this.#release(meetings[0]!);
  }

  /** Who stands where, in the order of the sources. */
  #meetings(): Meeting[] {
    const meetings = new Map<string, Meeting>();
    for (const pass of this.#passes) {
      if (!pass.target.isActive) continue;
      const head = pass.program.head();
      if (head === undefined || head === "open" || isBusy(head)) continue;
      let meeting = meetings.get(head.identity);
      if (!meeting) {
        meetings.set(head.identity, meeting = { identity: head.identity, position: head.position, members: [] });
      }
      meeting.members.push({ pass, head });
    }
    return [...meetings.values()].sort((a, b) => comparePositions(a.position, b.position));
  }

  /** Whether nobody who still has it ahead is missing. */
  #isComplete({ identity, members }: Meeting): boolean {
    const { head } = members[0]!;
    if (
      this.options.strategy.mode !== "barrier" &&
      (head instanceof Operational || this.options.strategy.mode === "serial")
    ) return true;
    const present = new Set(members.map(({ pass }) => pass));
    const batch = this.#batchOf(head);
    return this.#passes.every((pass) =>
      present.has(pass) || !pass.target.isActive || (batch && !batch.has(pass)) ||
      !this.#mayComeTo(pass, identity, head)
    );
  }

  #mayComeTo(pass: HostPass, identity: string, head: Operational | Gate): boolean {
    if (this.#ahead.get(pass)?.has(identity)) return !pass.settled || stillDeclared(pass, identity);
    if (head instanceof Operational) return !this.#planComplete.has(pass) && !isHalted(pass);
    // Gates are not in the plan's list: whoever may still come is waited for.
    const own = [...pass.program.gates()].find((gate) => gate.identity === identity);
    return own === undefined ? !pass.settled : own.state === "waiting" && own.head() !== undefined;
  }

  /** The hosts of the present batch, for what stands inside of a rolling block. */
  #batchOf(head: Operational | Gate): Set<HostPass> | undefined {
    for (let block = head instanceof Operational ? head.block : head.block.parent; block; block = block.parent) {
      const inside = this.#inside.get(block.identity);
      if (inside) return inside;
    }
  }

  #release({ members, identity }: Meeting): void {
    const [{ head }] = members as [Meeting["members"][number]];
    if (!(head instanceof Operational)) {
      return this.#openGate(members.map(({ pass, head }) => ({ pass, gate: head as Gate })));
    }
    const planned = this.options.plan === undefined || this.#planned.has(identity);
    if (!planned && !this.#unplannedAccepted) return this.#askUnplanned(members, head);
    for (const { head } of members) (head as Operational).state = "running";
    this.#running++;
    const names = members.map(({ pass }) => pass.target.name);
    this.run.emit({ type: "operation.started", id: identity, name: head.name, hosts: names, planned });
    void this.#runTogether(members as { pass: HostPass; head: Operational }[]).finally(() => {
      this.#running--;
      this.poke();
    });
  }

  #askUnplanned(members: Meeting["members"], { name, site }: Operational): void {
    const what = `${name} (${formatCallSite(site)})`;
    if (this.options.unplanned === "refuse") {
      for (const { pass, head } of members) {
        pass.fail(
          new OperationError(`${what} was not in the plan, and --strict refuses what was not`),
          (head as Operational).block,
          name,
        );
      }
      return this.poke();
    }
    this.#asking = this.run.confirm(`${what} was not in the plan; run it, and all others that come to light?`).then(
      (yes) => {
        this.#asking = undefined;
        this.#unplannedAccepted = yes;
        if (!yes) {
          for (const { pass, head } of members) {
            pass.fail(
              new OperationError(`${what} was not in the plan and was declined`),
              (head as Operational).block,
              name,
            );
          }
        }
        this.poke();
      },
    );
  }

  async #runTogether(members: { readonly pass: HostPass; readonly head: Operational }[]): Promise<void> {
    const { globals } = members[0]!.head;
    if (globals._runOnce) {
      const [first, ...others] = members;
      await this.#runOn(first!.pass, first!.head);
      for (const { pass, head } of others) {
        const { failure } = first!.pass.target;
        if (failure) {
          pass.fail(
            new OperationError(`${head.name} failed on ${first!.pass.target.name}, which runs it for all`, {
              cause: failure.error,
            }),
            head.block,
            head.name,
          );
        } else this.#finish(pass, head, skippedFor(first!.pass.target.name), 0);
      }
      return;
    }
    const size = globals._serial ? 1 : globals._parallel ?? this.options.strategy.parallel;
    await inBatches(members, size, ({ pass, head }) => this.#runOn(pass, head));
  }

  async #runOn(pass: HostPass, one: Operational): Promise<void> {
    if (one.block.isDead || this.run.signal.aborted) return this.#leave(pass, one);
    const started = performance.now();
    const context = pass.contextFor(one.block, one.target);
    const executed = await one.target.exclusively(() =>
      currentContext.run(
        context,
        () =>
          execute(one, {
            emit: this.run.emit,
            signal: this.run.hardSignal,
            stop: this.run.signal,
            context,
            beforeChange: () => this.#owe(pass, one),
          }),
      )
    );
    this.#finish(pass, one, executed, performance.now() - started);
  }

  #finish(pass: HostPass, one: Operational, executed: Executed, duration: number): void {
    const { outcome, answer, reason, error, attempts } = executed;
    const host = one.target.name;
    this.options.results.add(one.identity, one.name, host, outcome);
    this.run.emit({
      type: "operation.host",
      id: one.identity,
      name: one.name,
      host,
      outcome,
      reason,
      error,
      attempts,
      duration,
    });
    one.state = "done";
    this.#ahead.get(pass)?.delete(one.identity);
    if (outcome === "failed") {
      one.answer.reject(new Stopped());
      pass.fail(error, one.block, one.name);
    } else one.answer.resolve(answer);
    this.poke();
  }

  #leave(pass: HostPass, one: Operational): void {
    one.state = "done";
    one.answer.reject(new Stopped());
    this.#ahead.get(pass)?.delete(one.identity);
  }

  #openGate(visits: readonly Visit[]): void {
    for (const { gate } of visits) gate.state = "held";
    const { identity, kind } = visits[0]!.gate;
    if (kind === "rolling") {
      const inside = new Set<HostPass>();
      this.#inside.set(identity, inside);
      for (const { pass } of visits) inside.add(pass);
      return void this.#roll(visits, inside);
    }
    const known = this.#once.get(identity);
    const value = known ?? Promise.withResolvers<unknown>();
    value.promise.catch(() => {});
    this.#once.set(identity, value);
    visits.forEach(({ gate }, index) => {
      if (index === 0 && known === undefined) gate.state = "entered";
      gate.turn.resolve();
    });
    const runner = known === undefined ? visits[0]! : undefined;
    if (runner) void this.#left(runner).then(() => this.#failWith(runner, visits.slice(1), value));
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

  async #roll(visits: readonly Visit[], inside: Set<HostPass>): Promise<void> {
    inside.clear();
    await roll(visits, this.run, async (visit) => {
      inside.add(visit.pass);
      await this.#left(visit);
      inside.delete(visit.pass);
    });
    this.poke();
  }

  /** Waits until a host is through a gate, or out of the run. */
  async #left({ pass, gate }: Visit): Promise<void> {
    while (gate.state !== "done" && pass.target.isActive && !pass.program.dropped) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#idle.push(resolve);
      await promise;
    }
  }
}

function isBusy(head: Operational | Gate): boolean {
  return head.state !== "declared" && head.state !== "waiting";
}

function isRunning(pass: HostPass): boolean {
  for (const one of pass.program.operations()) if (one.state === "running") return true;
  return false;
}

function stillDeclared(pass: HostPass, identity: string): boolean {
  for (const one of pass.program.operations()) if (one.identity === identity && one.head()) return true;
  return false;
}

/** Whether a host's script has ended, or waits and declares nothing before the wait is over. */
function isHalted(pass: HostPass): boolean {
  const head = pass.program.head();
  return pass.settled || pass.isWaiting || (head !== undefined && head !== "open" && !(head instanceof Operational));
}

function skippedFor(host: string): Executed {
  return {
    outcome: "skipped",
    answer: { changed: false, ok: true, stdout: "", stderr: "", value: undefined },
    reason: `it ran on ${host}`,
    attempts: 0,
  };
}
