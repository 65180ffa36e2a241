import {
  type CallSite,
  currentContext,
  DroverError,
  formatCallSite,
  type GlobalArguments,
  type Handler,
  messageOf,
  placeOf,
  UsageError,
} from "../api/mod.ts";
import type { Answer } from "./answer.ts";
import { isMarker, Parked, quiet, Stopped } from "./markers.ts";
import { Block, type Gate, isLater, type Operational } from "./program.ts";
import type { RunState, Script } from "./run_state.ts";
import { ScriptContext } from "./script_context.ts";
import { ScriptHost } from "./script_host.ts";
import type { Target } from "./target.ts";

/** What happens with what a script declares: the plan prepares it, apply puts it in line. */
export interface PassDriver {
  readonly phase: "plan" | "apply";
  /** An operation was declared. */
  declared(pass: HostPass, one: Operational): void;
  /** A declared operation will not run. */
  dropped(pass: HostPass, one: Operational): void;
  /** A host has come to a gate. */
  arrived(pass: HostPass, gate: Gate): void;
  /** Something has changed that somebody may wait for. */
  poke(): void;
  /** Runs the body of a `once`, or waits for the host that does. */
  once(pass: HostPass, gate: Gate, run: () => Promise<unknown>): Promise<unknown>;
  /** The handlers that a host owes now. */
  owedHandlers(pass: HostPass, block: Block): Promise<readonly Handler[]>;
  /** A handler that was owed has run. */
  handled(pass: HostPass, handler: Handler): Promise<void>;
  /** Something failed in a block where nothing rescues it. */
  failed(pass: HostPass, error: unknown, operation?: string): void;
}

/** One host in one pass: its program, and what its script waits for. */
export class HostPass {
  readonly program: Block;
  /** Whether the script has seen something that the plan only predicts. */
  sawPrediction = false;
  /** Whether all scripts have run to their ends. */
  settled = false;
  /** Usage errors, which fail the plan even where the script swallows them. */
  readonly refusals: UsageError[] = [];
  /** What ended the script, if it did not run to its end. */
  scriptError: unknown;
  readonly notified = new Map<Handler, Operational[]>();
  /** The addresses of its scripts. */
  scriptUrls: readonly string[] = [];
  readonly #left = Promise.withResolvers<never>();
  #atGates = 0;
  #working = 0;
  #waiters: {
    readonly ready: () => boolean;
    readonly resolve: () => void;
    readonly reject: (error: unknown) => void;
  }[] = [];

  constructor(
    readonly run: RunState,
    readonly target: Target,
    readonly driver: PassDriver,
    private readonly globals: GlobalArguments,
  ) {
    quiet(this.#left.promise);
    this.program = new Block({ label: "program", identity: "", position: [], globals });
  }

  get phase(): "plan" | "apply" {
    return this.driver.phase;
  }

  /** Whether the script waits for operations or for other hosts, and does nothing else that is known of. */
  get isWaiting(): boolean {
    return this.#working === 0 && (this.#waiters.length > 0 || this.#atGates > 0);
  }

  /** Whether the script waits for other hosts. */
  get isAtGate(): boolean {
    return this.#working === 0 && this.#atGates > 0;
  }

  /** Waits for other hosts. */
  async atGate<T>(turn: Promise<T>): Promise<T> {
    this.#atGates++;
    try {
      this.driver.poke();
      return await turn;
    } finally {
      this.#atGates--;
    }
  }

  /** Does something for the script after which it goes on by itself. */
  async working<T>(work: () => Promise<T>): Promise<T> {
    this.#working++;
    try {
      return await work();
    } finally {
      this.#working--;
      this.driver.poke();
    }
  }

  /** Runs all scripts, one after the other. Never throws: what goes wrong is noted. */
  async runScripts(scripts: readonly Script[]): Promise<void> {
    this.target.data.reset();
    this.scriptUrls = scripts.map(({ url }) => url);
    const watching = this.#watch();
    try {
      for (const [index, script] of scripts.entries()) {
        if (this.program.isDead) break;
        // A script may wait for something that never comes; it does not hold up a host that has left the run.
        await Promise.race([this.#runScript(script, index), this.#left.promise]);
      }
    } catch (error) {
      if (!isMarker(error)) this.fail(error, this.program);
    } finally {
      clearInterval(watching);
      this.program.closed = true;
      this.settled = true;
      this.driver.poke();
    }
  }

  /** Tells once that the script waits for what no operation, fact or host of the run will bring. */
  #watch(): ReturnType<typeof setInterval> {
    const { stallSeconds, emit } = this.run;
    const watching = setInterval(() => {
      const isBusy = this.#working > 0 || this.isWaiting;
      if (isBusy || [...this.program.operations()].some(({ state }) => state !== "done")) return;
      clearInterval(watching);
      const text = `The script waits for something outside of the run since ${stallSeconds} s; Ctrl-C stops it`;
      emit({ type: "message", level: "warning", host: this.target.name, text });
    }, stallSeconds * 1000);
    return watching;
  }

  async #runScript(script: Script, index: number): Promise<void> {
    const block = this.child(this.program, {
      label: script.name,
      identity: `script ${index}`,
      position: [index],
      globals: this.globals,
    });
    const context = this.contextFor(block);
    try {
      await this.inBlock(block, async () => {
        this.run.emit({ type: "host.ready", host: this.target.name, script: script.name });
        const { deploy } = script.main;
        if (deploy) await context.flow.deploy(deploy, deploy.scriptArgs(), {}, undefined);
        else await script.main(context.host);
        const open = () => [...block.blocks()].some((inner) => inner !== block && !inner.closed && !inner.isDead);
        if (open()) await this.waitUntil(() => !open());
        await context.flush();
      });
    } finally {
      this.driver.poke();
    }
  }

  /** A new block at the end of another one. */
  child(parent: Block, options: Omit<ConstructorParameters<typeof Block>[0], "parent">): Block {
    const block = new Block({ ...options, parent });
    parent.children.push(block);
    return block;
  }

  /** The context of a block. */
  contextFor(block: Block, target = this.target, data = target.data.data): ScriptContext {
    const host = new ScriptHost(target, this.run.hosts, data);
    return host.home = new ScriptContext(this, block, host);
  }

  /** Runs a body as the body of a block, which is closed when it has ended. */
  async inBlock<T>(block: Block, body: () => T | Promise<T>, context = this.contextFor(block)): Promise<T> {
    try {
      return await currentContext.run(context, async () => await body());
    } finally {
      block.closed = true;
      this.driver.poke();
    }
  }

  /** Waits until something holds for the program. @throws {Stopped} when the host leaves the run first. */
  waitUntil(ready: () => boolean): Promise<void> {
    if (this.program.dropped) return Promise.reject(new Stopped());
    return new Promise((resolve, reject) => {
      this.#waiters.push({ ready, resolve, reject });
      this.driver.poke();
    });
  }

  /** Lets those go on for whom it is time; whether there were any. */
  wake(): boolean {
    const ready = this.#waiters.filter((one) => one.ready());
    this.#waiters = this.#waiters.filter((one) => !ready.includes(one));
    for (const one of ready) one.resolve();
    return ready.length > 0;
  }

  /** The answer of an operation, for a block that asks. */
  async answerOf(one: Operational, asking: ScriptContext): Promise<Answer> {
    if (this.phase === "plan" || one.state === "done") return await one.answer.promise;
    if (isLater(one, asking.block)) {
      throw new UsageError(`Cannot wait for "${one.name}" here: it comes later in this host's program`, {
        hint: "Await it after the block, or declare it before.",
        at: formatCallSite(one.site),
      });
    }
    await this.waitUntil(() => one.state === "done" || one.block.isDead);
    return await one.answer.promise;
  }

  /** Parks a block: what it declares from here on is known after apply. */
  park(block: Block, what: string, at: CallSite | undefined): Parked {
    if (!block.isDead) block.parked = { at, what };
    return new Parked(what, at);
  }

  /** Something failed in a block: the nearest rescue takes it, else the host leaves the run. */
  fail(error: unknown, block: Block, operation?: string): void {
    if (error instanceof DroverError) {
      error.host ??= this.target.name;
      error.operation ??= operation;
      if (operation === undefined) error.at ??= placeOf(error);
    }
    for (let inner: Block | undefined = block; inner; inner = inner.parent) {
      if (!inner.onFailure || inner.dropped) continue;
      this.drop(inner);
      return inner.onFailure(error);
    }
    this.driver.failed(this, error, operation);
  }

  /** Nothing of a block runs any more. */
  drop(block: Block): void {
    block.dropped = true;
    for (const one of block.operations()) {
      if (one.state !== "declared") continue;
      one.answer.reject(new Stopped());
      this.driver.dropped(this, one);
    }
    for (const gate of block.gates()) gate.turn.reject(new Stopped());
    if (block === this.program) {
      for (const one of this.#waiters.splice(0)) one.reject(new Stopped());
      this.#left.reject(new Stopped());
    }
    this.driver.poke();
  }

  /** A rejection that nobody handled. */
  unhandled(error: unknown, block: Block): void {
    if (isMarker(error)) return;
    this.scriptError ??= error;
    if (this.phase === "apply") this.fail(error, block);
    else {this.run.emit({
        type: "message",
        level: "debug",
        host: this.target.name,
        text: `Unhandled: ${messageOf(error)}`,
      });}
  }
}
