import { type Context, currentContext, type Handler, messageOf, placeOf, siteOf, UsageError } from "../api/mod.ts";
import type { FactRequest } from "./fact_request.ts";
import { isMarker, quiet } from "./markers.ts";
import { localMistake, nameMistake } from "./mistakes.ts";
import { type OwedHandler, OwedHandlers } from "./owed.ts";
import type { HostPass, PassDriver } from "./pass.ts";
import { type IncompleteBlock, mergeOrders, type PlannedOperation, type RunPlan } from "./plan.ts";
import { PlanOnce } from "./plan_once.ts";
import { type Planned, plannedAnswer, prepare } from "./prepare.ts";
import { type Block, comparePositions, type Gate, type Operational } from "./program.ts";
import type { RunState, Script } from "./run_state.ts";

/** The plan pass: every operation is prepared where it is declared, against the facts of now. */
export class PlanDriver implements PassDriver {
  readonly phase = "plan";
  readonly #planned = new Map<Operational, Planned>();
  readonly #passes: HostPass[] = [];
  readonly #once = new PlanOnce(this.#passes);
  readonly #owed = new Map<HostPass, Promise<OwedHandler[]>>();

  #poked = false;

  constructor(private readonly run: RunState) {}

  /** Runs the scripts of one host. */
  async plan(pass: HostPass, scripts: readonly Script[]): Promise<void> {
    this.#passes.push(pass);
    if (scripts.some(({ url }) => url.includes(":"))) {
      this.#owed.set(pass, quiet(pass.target.facts.read(OwedHandlers, {}, {}) as Promise<OwedHandler[]>));
    }
    await pass.runScripts(scripts);
    await Promise.all([...pass.program.operations()].map((one) => one.answer.promise));
  }

  declared(_pass: HostPass, one: Operational): void {
    const context = currentContext.getStore() as Context;
    const { wantsDiff, signal, foresight } = this.run;
    const asked: FactRequest[] = [];
    void prepare(one, { wantsDiff, signal, context, onFact: (request) => void asked.push(request) }).then((planned) => {
      this.#planned.set(one, planned);
      foresight.note(one, asked, !["none", "skipped"].includes(planned.outcome));
      one.state = "done";
      one.answer.resolve(plannedAnswer(one, planned));
      this.poke();
    });
  }

  dropped(): void {}

  arrived(_pass: HostPass, gate: Gate): void {
    gate.state = "entered";
    gate.turn.resolve();
  }

  once(pass: HostPass, gate: Gate, run: () => Promise<unknown>): Promise<unknown> {
    return this.#once.run(pass, gate, run);
  }

  async owedHandlers(pass: HostPass, _block: Block): Promise<readonly Handler[]> {
    const earlier = await this.#owed.get(pass)?.catch(() => []) ?? [];
    const due: Handler[] = [];
    for (const [handler, operations] of pass.notified) {
      const answers = await Promise.all(operations.map((one) => one.answer.promise));
      const owedBefore = earlier.some((owed) => owed.handler === handler.name && pass.scriptUrls.includes(owed.script));
      if (owedBefore || answers.some(({ changed }) => changed !== false)) due.push(handler);
    }
    pass.notified.clear();
    return due;
  }

  handled(): Promise<void> {
    return Promise.resolve();
  }

  failed(pass: HostPass, error: unknown): void {
    pass.scriptError ??= error;
  }

  poke(): void {
    if (this.#poked) return;
    this.#poked = true;
    // A macrotask: who only seems to wait goes on before.
    setTimeout(() => {
      this.#poked = false;
      for (const pass of this.#passes) pass.wake();
    });
  }

  /**
   * The plan of all hosts.
   *
   * @throws {DroverError} for wrong names, arguments and sources, which fail the whole plan
   */
  async result(): Promise<RunPlan> {
    const refusals = this.#passes.flatMap(({ refusals, scriptError }) => [
      ...refusals,
      ...(scriptError instanceof UsageError ? [scriptError] : []),
      ...[nameMistake(scriptError) ?? []].flat(),
    ]);
    const [refusal] = refusals;
    if (refusal) {
      refusal.at ??= placeOf(refusal);
      throw refusal;
    }
    this.#refuseLocalMistakes();
    const failures: { host: string; operation?: string; error: unknown }[] = [];
    const incomplete: IncompleteBlock[] = [];
    const operations = new Map<string, PlannedOperation & { hosts: Map<string, Planned & { predicted: boolean }> }>();
    for (const pass of this.#passes) {
      let changesBefore = false;
      for (const one of pass.program.operations()) {
        const planned = softened(one, this.#planned.get(one)!, changesBefore);
        const host = one.target.name;
        const declarer = pass.target.name;
        if (planned.outcome === "error") failures.push({ host: declarer, operation: one.name, error: planned.error });
        changesBefore ||= !["none", "skipped", "error"].includes(planned.outcome);
        let entry = operations.get(one.identity);
        if (!entry) {
          const { identity, position, name, site } = one;
          const declaredBy = host === declarer ? undefined : declarer;
          entry = { identity, position, name, site, declaredBy, hosts: new Map() };
          operations.set(one.identity, entry);
        }
        entry.hosts.set(host, { ...planned, predicted: one.predicted });
      }
      incomplete.push(...incompleteBlocks(pass));
      if (pass.scriptError === undefined || isMarker(pass.scriptError)) continue;
      if (changesBefore) {
        incomplete.push({
          host: pass.target.name,
          block: "script",
          what: `what follows "${messageOf(pass.scriptError)}"`,
          at: siteOf(pass.scriptError),
        });
      } else failures.push({ host: pass.target.name, error: pass.scriptError });
    }
    const order = mergeOrders(
      this.#passes.map(({ program }) => [...program.operations()]),
      (a, b) => comparePositions(a.position, b.position),
    );
    return {
      operations: order.map((identity) => operations.get(identity)!),
      incomplete,
      gates: new Map(this.#passes.map(({ target, program }) => [
        target.name,
        new Set([...program.gates()].map(({ identity }) => identity)),
      ])),
      owed: await this.#owedEarlier(),
      failures,
    };
  }

  #refuseLocalMistakes(): void {
    for (const { program } of this.#passes) {
      const steps = [...program.operations()].map((one) => ({ one, planned: this.#planned.get(one)! }));
      steps.forEach((step, index) => {
        const rescued = step.one.globals._ignoreErrors === true || insideAttempt(step.one.block);
        const mistake = rescued ? undefined : localMistake(step, steps.slice(0, index));
        if (mistake) throw mistake;
      });
    }
  }

  async #owedEarlier(): Promise<RunPlan["owed"]> {
    const lists = await Promise.all(
      [...this.#owed].map(async ([pass, owed]) =>
        (await owed.catch(() => [])).map((handler) => ({
          host: pass.target.name,
          handler,
          ours: pass.scriptUrls.includes(handler.script),
        }))
      ),
    );
    return lists.flat();
  }
}

// What fails now may well succeed when an operation before it has made what it needs; and a failure may be rescued.
function softened(one: Operational, planned: Planned, changesBefore: boolean): Planned {
  if (planned.outcome !== "error" || planned.error instanceof UsageError) return planned;
  const rescued = one.globals._ignoreErrors === true || (one.globals._retries ?? 0) > 0 || insideAttempt(one.block);
  if (!changesBefore && !rescued) return planned;
  return { ...planned, outcome: "unknown", reason: messageOf(planned.error) };
}

function insideAttempt(block: Block | undefined): boolean {
  return block !== undefined && (block.onFailure !== undefined || insideAttempt(block.parent));
}

function incompleteBlocks({ program, target }: HostPass): IncompleteBlock[] {
  return [...program.blocks()].flatMap(({ parked, label }) =>
    parked === undefined ? [] : [{ host: target.name, block: label, what: parked.what, at: parked.at }]
  );
}
