import {
  type AttemptParts,
  type CallSite,
  currentContext,
  type Data,
  type DeployInfo,
  DroverError,
  firstForeignFrame,
  type Flow,
  type GlobalArguments,
  type Handler,
  type Host,
  mergeGlobals,
  messageOf,
  OperationError,
  type RollingOptions,
} from "../api/mod.ts";
import { GuardedPromise } from "./guarded_promise.ts";
import { isMarker, Parked, quiet, Stopped } from "./markers.ts";
import { type Block, Gate } from "./program.ts";
import type { ScriptContext } from "./script_context.ts";
import type { ScriptHost } from "./script_host.ts";

/** The structure of a run, for one block of one host. */
export class EngineFlow implements Flow {
  constructor(private readonly context: ScriptContext) {}

  get #pass() {
    return this.context.pass;
  }

  get #block(): Block {
    return this.context.block;
  }

  deploy(info: DeployInfo, args: object, globals: GlobalArguments, site: CallSite | undefined): Promise<void> {
    const { target } = this.context;
    const block = this.#open(
      `deploy ${info.name}`,
      site,
      mergeGlobals(mergeGlobals(this.#block.globals, info.with), globals),
    );
    const runs = info.hosts === undefined || info.hosts.some((group) => this.context.host.in(group));
    return this.#run(block, async () => {
      if (!runs) return;
      const checked = this.#pass.run.checkData(target, info);
      const data = checked === undefined
        ? this.context.scriptHost.data
        : target.data.checked(checked, `deploy ${info.name}`).data;
      const context = this.#pass.contextFor(block, target, data);
      await currentContext.run(context, () => info.body(context.host, args));
    });
  }

  include(script: string | URL, data: Data, site: CallSite | undefined): Promise<void> {
    const block = this.#open(`include ${script}`, site);
    return this.#run(block, async () => {
      const { main } = await this.#pass.run.load(script, site);
      const { target } = this.context;
      const view = Object.keys(data).length
        ? target.data.checked(data, `include ${script}`).data
        : this.context.scriptHost.data;
      const context = this.#pass.contextFor(block, target, view);
      await currentContext.run(context, async () => {
        if (main.deploy) await context.flow.deploy(main.deploy, main.deploy.scriptArgs(), {}, site);
        else await main(context.host);
      });
    });
  }

  attempt(name: string, parts: AttemptParts, site: CallSite | undefined): Promise<void> {
    const block = this.#open(`attempt ${name}`, site);
    return this.#run(block, async () => {
      let failure = await this.#tried(block, "block", parts.block, site);
      if (failure !== undefined && parts.rescue) {
        const error = toError(failure.error);
        failure = await this.#tried(block, "rescue", () => parts.rescue!(error), site);
      }
      const last = parts.always && await this.#tried(block, "always", parts.always, site);
      const unrescued = last ?? failure;
      if (unrescued === undefined) return;
      this.#pass.fail(unrescued.error, this.#block);
      throw new Stopped();
    });
  }

  rolling(
    name: string,
    options: RollingOptions,
    body: () => void | Promise<void>,
    site: CallSite | undefined,
  ): Promise<void> {
    const gate = this.#gate("rolling", name, site, options);
    return this.#run(gate.block, async () => {
      await this.#atGate(gate);
      const context = this.#pass.contextFor(gate.block, this.context.target, this.context.scriptHost.data);
      await currentContext.run(context, body);
    }, gate);
  }

  once<T>(name: string, body: (host: Host) => T | Promise<T>, site: CallSite | undefined): Promise<T> {
    const gate = this.#gate("once", name, site);
    return this.#run(gate.block, async () => {
      const context = this.#pass.contextFor(gate.block, this.context.target, this.context.scriptHost.data);
      const run = async () => {
        const value = await currentContext.run(context, async () => await body(context.host));
        await this.#drained(gate.block);
        return value;
      };
      return await this.#pass.driver.once(this.#pass, gate, run) as T;
    }, gate);
  }

  shared<T>(name: string, body: () => T | Promise<T>, site: CallSite | undefined): Promise<T> {
    const { shared } = this.#pass.run;
    const key = `${name} ${site?.url}:${site?.line}:${site?.column}`;
    let value = shared.get(key);
    if (value === undefined) {
      // Outside of every block: what belongs to all hosts declares nothing on one.
      value = quiet(currentContext.exit(async () => await body()));
      shared.set(key, value);
    }
    return value as Promise<T>;
  }

  on<R>(host: Host | string, body: () => R, site: CallSite | undefined): R {
    const name = typeof host === "string" ? host : host.name;
    const { target } = this.#pass.run.hosts.host(name) as ScriptHost;
    return this.context.within(`on ${name}`, this.#block.globals, site, undefined, body, target);
  }

  fail(message: string): never {
    throw new OperationError(message);
  }

  /** Runs the handlers that the host owes now, each in a block of its own. */
  async handlers(): Promise<void> {
    if (this.#block.isDead) return;
    // A handler of a deploy that works by sudo works by sudo, too, also where the deploy has ended.
    const around = new Map([...this.#pass.notified].map(([handler, [first]]) => [handler, first?.block.globals]));
    for (const handler of await this.#pass.driver.owedHandlers(this.#pass, this.#block)) {
      await this.#handler(handler, around.get(handler) ?? this.#block.globals);
    }
  }

  async #handler(handler: Handler, globals: GlobalArguments): Promise<void> {
    const place = this.#block.place(undefined, `handler ${handler.name}`);
    const block = this.#pass.child(this.#block, {
      label: `handler ${handler.name}`,
      ...place,
      globals,
    });
    await this.#run(block, () => handler.body());
    await this.#pass.driver.handled(this.#pass, handler);
  }

  /** Waits in apply until all operations of a block have run. */
  async #drained(block: Block): Promise<void> {
    block.closed = true;
    if (this.#pass.phase === "apply" && block.head() !== undefined) {
      await this.#pass.waitUntil(() => block.head() === undefined || block.isDead);
    }
  }

  /** Runs one part of an attempt; the error that it ended with, if it did. */
  async #tried(
    parent: Block,
    part: string,
    body: () => void | Promise<void>,
    site: CallSite | undefined,
  ): Promise<{ readonly error: unknown } | undefined> {
    const failed = Promise.withResolvers<{ readonly error: unknown }>();
    const block = this.#pass.child(parent, {
      label: `${part} of ${parent.label}`,
      identity: `${parent.identity} ${part}`,
      position: [...parent.position, ["block", "rescue", "always"].indexOf(part), site?.column ?? 0],
      globals: parent.globals,
      onFailure: (error) => failed.resolve({ error }),
    });
    const context = this.#pass.contextFor(block, this.context.target, this.context.scriptHost.data);
    const ended = this.#pass.inBlock(block, body, context).then(() => this.#drained(block)).then(
      () => undefined,
      (error) => {
        // A rest that is known after apply stays so; a host that has left the run stays out.
        if (isMarker(error) && !block.dropped) throw error;
        this.#pass.drop(block);
        if (this.#pass.phase === "apply") return { error };
        // Whether it fails once the operations before it have run, only apply can tell.
        throw this.#pass.park(
          parent,
          `what follows "${messageOf(error)}"`,
          firstForeignFrame((error as Error)?.stack ?? ""),
        );
      },
    );
    return await Promise.race([failed.promise, quiet(ended)]);
  }

  #open(label: string, site: CallSite | undefined, globals = this.#block.globals): Block {
    this.context.assertOpen(label);
    return this.#pass.child(this.#block, { label, ...this.#block.place(site), globals });
  }

  #gate(kind: Gate["kind"], name: string, site: CallSite | undefined, options?: RollingOptions): Gate {
    this.context.assertOpen(`${kind} "${name}"`);
    const { identity, position } = this.#block.place(site);
    const block = this.#pass.child(this.#block, {
      label: `${kind} ${name}`,
      identity,
      position,
      globals: this.#block.globals,
    });
    const gate = new Gate(kind, name, block, this.context.target, options);
    const { children } = this.#block;
    children[children.indexOf(block)] = gate;
    return gate;
  }

  async #atGate(gate: Gate): Promise<void> {
    this.#pass.driver.arrived(this.#pass, gate);
    await this.#pass.atGate(gate.turn.promise);
  }

  /** Runs the body of a block to its end; in apply, until its operations have run. */
  #run<T>(block: Block, body: () => T | Promise<T>, gate?: Gate): Promise<T> {
    if (block.isDead) return this.guarded(Promise.reject(block.endedBy()));
    const result = this.#pass.inBlock(block, body).then(async (value) => {
      await this.#drained(block);
      return value;
    });
    const leave = () => {
      if (gate) gate.state = "done";
      this.#pass.driver.poke();
    };
    result.then(leave, leave);
    return this.guarded(result);
  }

  /** A promise for scripts: whoever waits for a parked block is parked too, before his own `catch` runs. */
  guarded<T>(promise: Promise<T>): Promise<T> {
    const { context } = this;
    const observe = (error: unknown) => {
      if (!(error instanceof Parked)) return;
      const here = (currentContext.getStore() as ScriptContext | undefined)?.block ?? context.block;
      context.pass.park(here, error.what, error.at);
    };
    return GuardedPromise.of(promise, observe, (error) => context.pass.unhandled(error, context.block));
  }
}

function toError(error: unknown): DroverError {
  return error instanceof DroverError ? error : new OperationError(messageOf(error), { cause: error });
}
