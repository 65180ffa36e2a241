import {
  type AttemptParts,
  type CallSite,
  currentContext,
  type Data,
  type DeployInfo,
  type DroverError,
  type Flow,
  type GlobalArguments,
  type Host,
  OperationError,
  type RollingOptions,
} from "../../api/mod.ts";
import { checkHostData, type LayeredData } from "../../inventory/mod.ts";
import type { BlockKind, FlowKind } from "../messages.ts";
import { type Invocation, type Machine, type Place, placeFor } from "./world.ts";

/** The structure of a run: the engine runs it, and calls the bodies that stay here. */
export class SandboxFlow implements Flow {
  constructor(private readonly context: Place) {}

  deploy(info: DeployInfo, args: object, globals: GlobalArguments, site: CallSite | undefined): Promise<void> {
    const { context } = this;
    const body = this.#expose((inner) => info.body(inner.host, args), ({ machine }) => viewFor(machine, info, context));
    const { name, hosts } = info;
    return this.#flow({
      kind: "deploy",
      name,
      hosts: hosts && [...hosts],
      with: context.pack(info.with),
      globals: context.pack(globals),
      body,
    }, site);
  }

  include(script: string | URL, data: Data, site: CallSite | undefined): Promise<void> {
    const { machine, view, world } = this.context;
    const inner = Object.keys(data).length ? machine.data.checked(data, `include ${script}`) : view;
    return this.#flow({ kind: "include", script: String(script), data: world.keep(inner).id }, site);
  }

  rolling(name: string, options: RollingOptions, body: () => void | Promise<void>, site: CallSite | undefined) {
    const { batch, maxFailures, pause, confirm } = options;
    const sent = { batch: Array.isArray(batch) ? [...batch] : batch, maxFailures, pause, confirm } as const;
    return this.#flow<void>({ kind: "rolling", name, options: sent as never, body: this.#expose(body) }, site);
  }

  attempt(name: string, parts: AttemptParts, site: CallSite | undefined): Promise<void> {
    const { block, rescue, always } = parts;
    const { errors } = this.context.world;
    return this.#flow({
      kind: "attempt",
      name,
      block: this.#expose(block),
      rescue: rescue && this.#expose((_, { error }) => rescue(errors.unpack(error!) as DroverError)),
      always: always && this.#expose(always),
    }, site);
  }

  once<T>(name: string, body: (host: Host) => T | Promise<T>, site: CallSite | undefined): Promise<T> {
    return this.#flow<T>({ kind: "once", name, body: this.#expose((inner) => body(inner.host)) }, site);
  }

  shared<T>(name: string, body: () => T | Promise<T>, site: CallSite | undefined): Promise<T> {
    const { shared } = this.context.world;
    const key = `${name} ${site?.url}:${site?.line}:${site?.column}`;
    let value = shared.get(key);
    if (value === undefined) {
      // Outside of every block: what belongs to all hosts declares nothing on one.
      value = currentContext.exit(async () => await body());
      value.catch(() => {});
      shared.set(key, value);
    }
    return value as Promise<T>;
  }

  on<R>(host: Host | string, body: () => R, site: CallSite | undefined): R {
    const { world } = this.context;
    const name = typeof host === "string" ? host : host.name;
    const machine = this.context.host.inventory.host(name) && world.machines.get(name)!;
    return this.#single({ kind: "on", host: name }, body, site, machine) as R;
  }

  with<R>(globals: GlobalArguments, body: () => R, site: CallSite | undefined): R {
    return this.#single({ kind: "with", globals: this.context.pack(globals) }, body, site) as R;
  }

  loop<I, R>(
    items: Iterable<I>,
    body: (item: I, index: number) => R,
    key: ((item: I) => string) | undefined,
    site: CallSite | undefined,
  ): R[] | Promise<Awaited<R>[]> {
    const all = [...items];
    const keys = key && all.map((item) => String(key(item)));
    const bodies = all.map((item, index) => () => body(item, index));
    return this.#block({ kind: "loop", keys }, bodies, site) as R[];
  }

  flush(): Promise<void> {
    return this.#flow({ kind: "flush" }, undefined);
  }

  fail(message: string): never {
    throw new OperationError(message);
  }

  /** Lets the engine run a body of this block. */
  #expose(
    body: (inner: Place, invocation: Invocation) => unknown,
    viewOf: (inner: { readonly machine: Machine }) => LayeredData = ({ machine }) =>
      machine === this.context.machine ? this.context.view : machine.data,
  ): number {
    const { world } = this.context;
    return world.expose(async (invocation) => {
      const machine = world.machines.get(invocation.host)!;
      const inner = placeFor(world, invocation, viewOf({ machine }));
      const value = await inner.run(() => body(inner, invocation));
      return value === undefined ? undefined : world.keep(value);
    });
  }

  #flow<T = void>(how: FlowKind, site: CallSite | undefined): Promise<T> {
    const { world, id } = this.context;
    const flow = world.port.next();
    world.port.send({ type: "flow", context: id, flow, how, site });
    return this.#waiting(flow, async (value) => await world.kept(value) as T);
  }

  /** Runs bodies at once, each in a block of its own. */
  #block(
    how: BlockKind,
    bodies: readonly (() => unknown)[],
    site: CallSite | undefined,
    machine = this.context.machine,
  ): unknown[] | Promise<unknown[]> {
    const { world, id, view } = this.context;
    const { port } = world;
    const block = port.next();
    const inner = bodies.map(() => port.next());
    port.send({ type: "block", context: id, block, inner, how, site });
    const close = (context: number, error?: unknown) =>
      port.send({ type: "close", context, error: error === undefined ? undefined : world.errors.pack(error) });
    const results: unknown[] = [];
    const open = new Set(inner);
    try {
      bodies.forEach((body, index) => {
        const isHere = machine === this.context.machine;
        const context = world.makePlace(world, inner[index]!, machine, isHere ? view : machine.data);
        const result = context.run(body);
        results.push(result);
        if (!(result instanceof Promise)) return;
        open.delete(context.id);
        result.then(() => close(context.id), (error) => close(context.id, error ?? new Error("nothing was thrown")));
      });
    } finally {
      for (const context of open) close(context);
    }
    if (!results.some((result) => result instanceof Promise)) return results;
    const all = Promise.all(results);
    all.catch(() => {});
    return this.#waiting(block, () => all, all);
  }

  #single(how: BlockKind, body: () => unknown, site: CallSite | undefined, machine?: Machine): unknown {
    const results = this.#block(how, [body], site, machine);
    if (!(results instanceof Waiting)) return (results as unknown[])[0];
    return Waiting.for(async () => (await results as unknown[])[0]);
  }

  /** A promise that tells the engine who waits. */
  #waiting<T>(flow: number, value: (sent: unknown) => Promise<T>, own?: Promise<unknown>): Promise<T> {
    const { world } = this.context;
    return Waiting.for(async () => {
      const { here } = this.context;
      try {
        return await value(await world.port.call({ type: "wait", context: here, flow }));
      } catch (error) {
        // What the body itself has thrown comes first.
        await own;
        throw error;
      }
    });
  }
}

/** A promise that begins when somebody waits for it, each time anew. */
class Waiting<T> extends Promise<T> {
  #wait: (() => Promise<T>) | undefined;

  static for<T>(wait: () => Promise<T>): Waiting<T> {
    const waiting = new Waiting<T>(() => {});
    waiting.#wait = wait;
    return waiting;
  }

  static override get [Symbol.species]() {
    return Promise;
  }

  override then<A = T, B = never>(
    fulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    rejected?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#wait!().then(fulfilled, rejected);
  }
}

/** The data of a host as a deploy sees them. @throws {UsageError} where they do not fit */
export function viewFor(machine: Machine, { data, name }: DeployInfo, around?: Place): LayeredData {
  if (data === undefined) return machine === around?.machine ? around.view : machine.data;
  const checked = checkHostData([{ name: machine.name, data: machine.layers }], data(), `deploy "${name}"`);
  return machine.data.checked(checked.get(machine.name) as Data, `deploy ${name}`);
}
