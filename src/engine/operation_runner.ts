import { type Context, currentContext } from "../api/mod.ts";
import type { AheadOperation } from "./ahead_operation.ts";
import type { ExecuteOptions } from "./attempt.ts";
import type { Executed } from "./attempt_result.ts";
import { execute, takeAhead } from "./execute.ts";
import { followersOf } from "./followers.ts";
import { Stopped } from "./markers.ts";
import type { OwedBook } from "./owed_book.ts";
import type { HostPass } from "./pass.ts";
import type { Operational } from "./program.ts";
import type { ResultsCollector } from "./results.ts";
import { RunOnce } from "./run_once.ts";
import type { RunState } from "./run_state.ts";
import { inBatches } from "./strategy.ts";
import type { UnplannedOperations } from "./unplanned.ts";

/** An operation of a host whose turn it is. */
export interface Member {
  readonly pass: HostPass;
  readonly head: Operational;
}

/** What running operations needs. */
export interface OperationRunnerOptions {
  readonly results: ResultsCollector;
  readonly owed: OwedBook;
  readonly unplanned: UnplannedOperations;
  /** On how many hosts at a time. Default: all. */
  readonly parallel: number | undefined;
  /** Whether no order is kept between what runs on one host and what runs on another. */
  readonly isAlone: () => boolean;
  /** Called when an operation has left the line of its host. */
  readonly onLeft: (pass: HostPass, one: Operational) => void;
  /** Called when less runs than before. */
  readonly onStopped: () => void;
}

/** Runs the operations whose turn has come, and tells of them. */
export class OperationRunner {
  readonly #running = new Map<HostPass, number>();
  readonly #once = new RunOnce();

  constructor(private readonly run: RunState, private readonly options: OperationRunnerOptions) {}

  /** Whether anything runs, or anything on one host. */
  isBusy(pass?: HostPass): boolean {
    return pass === undefined ? this.#running.size > 0 : this.#running.has(pass);
  }

  /** Runs an operation on the hosts that have come to it together. */
  start(members: readonly Member[], planned: boolean): void {
    for (const { pass, head } of members) this.#started(pass, head);
    this.#emitStarted(members, planned);
    void this.#runTogether(members);
  }

  async #runTogether(members: readonly Member[]): Promise<void> {
    const { globals } = members[0]!.head;
    if (!globals._runOnce) {
      const size = globals._serial ? 1 : globals._parallel ?? this.options.parallel;
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
      beforeChange: () => this.options.owed.write(pass, head),
      nextFacts: (one) => foresight.after(one, pass.program, this.options.isAlone()),
      followers: async (remarks) =>
        this.options.isAlone()
          ? await followersOf(head, remarks, pass.program, {
            mayFollow: (one) =>
              !signal.aborted && this.options.unplanned.isPlanned(one.identity) && this.options.owed.has(pass, one),
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
    this.options.onStopped();
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
    this.options.onLeft(pass, head);
    this.#stopped(pass);
  }
}
