import type { Context } from "../../api/mod.ts";
import { type DataLayers, type LayeredData, layeredData } from "../../inventory/mod.ts";
import type { BuiltIns } from "../built_in.ts";
import type { Order, SentHost } from "../messages.ts";
import { pack, type Packed, type Reference } from "../values.ts";
import type { Errors } from "./errors.ts";
import type { Port } from "./port.ts";

/** A call of the engine's. */
export type Invocation = Extract<Order, { type: "invoke" }>;

/** A host of the run, as all its contexts share it. */
export interface Machine {
  readonly name: string;
  readonly groups: readonly string[];
  readonly active: boolean;
  readonly layers: DataLayers;
  readonly data: LayeredData;
  phase: "plan" | "apply";
}

/** All that there is in the sandbox. */
export interface World {
  readonly port: Port;
  readonly makePlace: MakePlace;
  readonly errors: Errors;
  readonly builtIns: BuiltIns;
  readonly machines: ReadonlyMap<string, Machine>;
  readonly groups: ReadonlyMap<string, readonly string[]>;
  /** Values of `shared`. */
  readonly shared: Map<string, Promise<unknown>>;
  /** Texts of templates that were fetched. */
  readonly texts: Map<string, string>;
  /** Bodies of operations that have begun. */
  readonly bodies: Map<number, Running>;
  /** Lets the engine call a function. */
  expose(run: (invocation: Invocation) => Promise<Packed>): number;
  /** Keeps a value that the engine only hands on. */
  keep(value: unknown): Reference;
  /** What the engine hands back. */
  kept(value: unknown): unknown;
  /** Says that an object stays here, and what it is to the engine. */
  refer(object: object, reference: Reference): void;
  /** Packs a value; functions in it are called by `run`. */
  pack(
    value: unknown,
    run: (body: (...args: unknown[]) => unknown) => (invocation: Invocation) => Promise<Packed>,
  ): Packed;
  /** Calls what was exposed. */
  invoke(invocation: Invocation): Promise<Packed>;
}

/** Marks a value that stays here, whatever it is. */
export class Kept {
  constructor(readonly value: unknown) {}
}

/** The body of an operation that has begun. */
export interface Running {
  /** The name of the operation. */
  readonly name: string;
  readonly steps: AsyncGenerator<unknown, unknown, unknown>;
  readonly run: <T>(body: () => T) => T;
}

/** The context of the API in the sandbox, as far as the others need to know it. */
export interface Place extends Context {
  readonly world: World;
  /** The engine's name for it. */
  readonly id: number;
  readonly machine: Machine;
  /** The data as they are seen here. */
  readonly view: LayeredData;
  /** The name of the context of the call that is being made. */
  readonly here: number;
  /** Packs a value; functions in it will run as they would here. */
  pack(value: unknown): Packed;
  /** Runs something in this context. */
  run<T>(body: () => T): T;
}

/** Makes a context. */
export type MakePlace = (world: World, id: number, machine: Machine, view: LayeredData) => Place;

/** The context that the engine calls a function in. */
export function placeFor(world: World, { host, phase, context }: Invocation, view?: LayeredData): Place {
  const machine = world.machines.get(host)!;
  if (machine.phase !== phase) {
    // What was set in the plan is set again in apply.
    machine.data.reset();
    machine.phase = phase;
  }
  return world.makePlace(world, context, machine, view ?? machine.data);
}

/** Makes the world of a run. */
export function makeWorld(
  start: Extract<Order, { type: "start" }>,
  parts: Pick<World, "port" | "errors" | "builtIns" | "makePlace">,
): World {
  const { port } = parts;
  const functions = new Map<number, (invocation: Invocation) => Promise<Packed>>();
  const values = new Map<number, unknown>();
  const references = new WeakMap<object, Reference>();
  const expose = (run: (invocation: Invocation) => Promise<Packed>) => {
    const id = port.next();
    functions.set(id, run);
    return id;
  };
  const keep = (value: unknown): Reference => {
    const id = port.next();
    values.set(id, value);
    return { type: "kept", id };
  };
  return {
    ...parts,
    machines: new Map(start.hosts.map((host) => [host.name, machineOf(host)])),
    groups: new Map(start.groups),
    shared: new Map(),
    texts: new Map(),
    bodies: new Map(),
    expose,
    keep,
    kept: (value) => {
      const { type, id } = (value ?? {}) as Partial<Reference>;
      const found = type === "kept" ? values.get(id!) : value;
      return found instanceof Kept ? found.value : found;
    },
    refer: (object, reference) => void references.set(object, reference),
    pack: (value, run) =>
      pack(value, (object) => {
        const known = references.get(object);
        if (known) return known;
        if (typeof object === "function") return { type: "function", id: expose(run(object as () => unknown)) };
        if (!isHandler(object)) return keep(object);
        // The same handler is the same for all hosts.
        const reference: Reference = { type: "handler", id: expose(run(object.body)), name: object.name };
        references.set(object, reference);
        return reference;
      }),
    invoke(invocation) {
      const run = functions.get(invocation.function);
      if (run === undefined) throw new Error(`There is no function ${invocation.function}`);
      return run(invocation);
    },
  };
}

function machineOf({ name, groups, active, data }: SentHost): Machine {
  return { name, groups, active, layers: data, data: layeredData(data), phase: "plan" };
}

function isHandler(value: object): value is { readonly name: string; readonly body: () => unknown } {
  const { name, body } = value as { readonly name?: unknown; readonly body?: unknown };
  return typeof name === "string" && typeof body === "function" && Object.keys(value).length === 2;
}
