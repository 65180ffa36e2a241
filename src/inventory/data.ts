import type { Data } from "../api/mod.ts";
import { canonicalKey } from "./keys.ts";

/** Where data can come from, the strongest first. */
export type LayerKind = "set" | "override" | "host" | "connector" | "group" | "all" | "default";

/** Where a value comes from. */
export interface Origin {
  readonly kind: LayerKind;
  /** In words: `group "web" (groupData/web.yml)`. */
  readonly source: string;
}

/** Data from one place. */
export interface DataLayer extends Origin {
  readonly values: Readonly<Data>;
}

/** The data of a host from all places. */
export interface DataLayers {
  /** The strongest layer first; their keys are canonical. */
  readonly layers: readonly DataLayer[];
  /** The prefixes of connectors, whose keys are known in two spellings. */
  readonly prefixes: readonly string[];
}

/** The merged data of a host during a run. */
export interface LayeredData {
  /** What scripts see as `host.data`: reading gives the strongest value, setting goes to a layer above all others. */
  readonly data: Data;
  /** Where the value of a key comes from; `undefined` where there is none. */
  explain(key: string): Origin | undefined;
  /** Forgets what was set and changed since the last reset: each pass of a script begins so. */
  reset(): void;
  /**
   * The same data as a deploy sees it that has checked them with a schema: `values` are the checked ones, defaults included.
   * What is set in one view is set in all.
   */
  checked(values: Readonly<Data>, what: string): LayeredData;
}

interface Source {
  find(key: string): { readonly value: unknown; readonly origin: Origin } | undefined;
  keys(): string[];
  reset(): void;
}

const SET: Origin = { kind: "set", source: "the deploy" };

/** Merges layers into one object for scripts. */
export function layeredData(layers: DataLayers): LayeredData {
  return viewOf(layersSource(layers.layers), new Map(), layers.prefixes);
}

/** The merged data as a plain object, nothing being set. */
export function mergedData(layers: DataLayers): Data {
  return Object.fromEntries(layers.layers.toReversed().flatMap((layer) => Object.entries(layer.values)));
}

/** The strongest value of a key and the layer it comes from, nothing being set. */
export function lookUp(
  layers: DataLayers,
  key: string,
): { readonly value: unknown; readonly layer: DataLayer } | undefined {
  const name = canonicalKey(key, layers.prefixes);
  const layer = layers.layers.find((one) => Object.hasOwn(one.values, name));
  return layer && { value: layer.values[name], layer };
}

// Lists and objects are copied when a host first reads them, so that changing one neither reaches other hosts of the group
// nor the next pass.
function layersSource(layers: readonly DataLayer[]): Source {
  const copies = new Map<string, unknown>();
  return {
    find(key) {
      const layer = layers.find((one) => Object.hasOwn(one.values, key));
      return layer && { value: remember(copies, key, layer.values), origin: layer };
    },
    keys: () => layers.toReversed().flatMap((layer) => Object.keys(layer.values)),
    reset: () => copies.clear(),
  };
}

function checkedSource(below: Source, values: Readonly<Data>, what: string): Source {
  const copies = new Map<string, unknown>();
  return {
    find(key) {
      const found = below.find(key);
      if (!Object.hasOwn(values, key)) return found;
      const origin = found?.origin ?? { kind: "default", source: `defaults of ${what}` };
      return { value: remember(copies, key, values), origin };
    },
    keys: () => [...below.keys(), ...Object.keys(values)],
    reset() {
      copies.clear();
      below.reset();
    },
  };
}

function viewOf(source: Source, set: Map<string, unknown>, prefixes: readonly string[]): LayeredData {
  const canonical = (key: string) => canonicalKey(key, prefixes);
  const read = (key: string) => set.has(canonical(key)) ? set.get(canonical(key)) : source.find(canonical(key))?.value;
  const keys = () => [...new Set([...source.keys(), ...set.keys()])].filter((key) => read(key) !== undefined);
  return {
    data: dataProxy({ read, keys, write: (key, value) => void set.set(canonical(key), value) }),
    explain(key) {
      if (read(key) === undefined) return undefined;
      return set.has(canonical(key)) ? SET : source.find(canonical(key))?.origin;
    },
    reset() {
      set.clear();
      source.reset();
    },
    checked: (values, what) => {
      const canonicalValues = Object.fromEntries(Object.entries(values).map(([key, value]) => [canonical(key), value]));
      return viewOf(checkedSource(source, canonicalValues, what), set, prefixes);
    },
  };
}

interface Access {
  read(key: string): unknown;
  write(key: string, value: unknown): void;
  keys(): string[];
}

// A key is there if it has a value; so deleting one is setting it to nothing.
function dataProxy({ read, write, keys }: Access): Data {
  const merged = () => Object.fromEntries(keys().map((key) => [key, read(key)]));
  type Inspect = (value: unknown, options: unknown) => string;
  const target: Data = Object.create(null, {
    [Symbol.for("Deno.customInspect")]: {
      value: (inspect: Inspect, options: unknown) => inspect(merged(), options),
      configurable: true,
    },
  });
  return new Proxy(target, {
    get: (_, key) => typeof key === "symbol" ? Reflect.get(target, key) : read(key),
    has: (_, key) => typeof key !== "symbol" && read(key) !== undefined,
    set: (_, key, value) => typeof key !== "symbol" && (write(key, value), true),
    defineProperty: (_, key, { value }) => typeof key !== "symbol" && (write(key, value), true),
    deleteProperty: (_, key) => typeof key !== "symbol" && (write(key, undefined), true),
    ownKeys: keys,
    getOwnPropertyDescriptor(_, key) {
      const value = typeof key === "symbol" ? undefined : read(key);
      return value === undefined ? undefined : { value, writable: true, enumerable: true, configurable: true };
    },
  });
}

function remember(copies: Map<string, unknown>, key: string, values: Readonly<Data>): unknown {
  if (!copies.has(key)) copies.set(key, copyOf(values[key], new Map()));
  return copies.get(key);
}

function copyOf(value: unknown, seen: Map<object, unknown>): unknown {
  if (value === null || typeof value !== "object") return value;
  if (seen.has(value)) return seen.get(value);
  const prototype = Object.getPrototypeOf(value);
  if (Array.isArray(value)) {
    const copy: unknown[] = [];
    seen.set(value, copy);
    for (const item of value) copy.push(copyOf(item, seen));
    return copy;
  }
  if (prototype !== Object.prototype && prototype !== null) return value;
  const copy: Data = Object.create(prototype);
  seen.set(value, copy);
  for (const [key, item] of Object.entries(value)) {
    Object.defineProperty(copy, key, {
      value: copyOf(item, seen),
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
  return copy;
}
