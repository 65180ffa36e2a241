import { Raw, raw, type ShellArguments, ShellCommand, UsageError } from "../api/mod.ts";
import { LIMITS } from "./limits.ts";

/**
 * A value of a script on its way to the engine. What a structured clone would change or refuse has a form of its own:
 * objects are lists of their entries, so that no key means anything special.
 */
export type Packed =
  | undefined
  | null
  | boolean
  | number
  | string
  | bigint
  | Uint8Array
  | readonly Packed[]
  | { readonly type: "object"; readonly entries: readonly (readonly [string, Packed])[] }
  | { readonly type: "url"; readonly href: string }
  | { readonly type: "date"; readonly time: number }
  | { readonly type: "raw"; readonly text: string }
  | { readonly type: "shell"; readonly text: string; readonly globals: Packed }
  | Reference;

/** Something that stays with the script, under a number. */
export interface Reference {
  readonly type: "function" | "handle" | "handler" | "kept";
  readonly id: number;
  /** The name of a handler. */
  readonly name?: string;
}

/** Packs a value; `refer` gives what stays here a number. */
export function pack(value: unknown, refer: (value: object) => Reference): Packed {
  const seen = new Set<object>();
  const inner = (value: unknown): Packed => {
    if (typeof value === "function") return refer(value);
    if (typeof value === "symbol") return refer(Object(value));
    if (typeof value !== "object" || value === null) return value as Packed;
    if (value instanceof Uint8Array) return value;
    if (value instanceof URL) return { type: "url", href: value.href };
    if (value instanceof Date) return { type: "date", time: value.getTime() };
    if (value instanceof Raw) return { type: "raw", text: value.text };
    if (seen.has(value)) throw new UsageError("Cannot take a value out of the sandbox that contains itself");
    seen.add(value);
    try {
      if (value instanceof ShellCommand) return { type: "shell", text: value.text, globals: inner(value.globals) };
      if (Array.isArray(value)) return value.map(inner);
      const prototype = Object.getPrototypeOf(value);
      if (prototype !== Object.prototype && prototype !== null) return refer(value);
      const reference = special(value) ? refer(value) : undefined;
      if (reference && reference.type !== "kept") return reference;
      return { type: "object", entries: Object.entries(value).map(([key, item]) => [key, inner(item)] as const) };
    } finally {
      seen.delete(value);
    }
  };
  return inner(value);
}

// Handles and handlers are plain objects with functions in them.
function special(value: object): boolean {
  return "didChange" in value || "body" in value;
}

/** What stays with the script, as the engine has it. */
export interface Referents {
  /** @throws where there is none. */
  resolve(reference: Reference): unknown;
  /** Called with the size of each value. @throws where it is too much. */
  spend(size: number): void;
  /** Checks the global arguments of a command. @throws where they are none. */
  shellArguments(globals: Record<string, unknown>): ShellArguments;
  /** Called with each address. @throws where it is out of reach. */
  assertMayRead(address: URL): void;
}

/** Unpacks a value that may be anything. @throws {UsageError} */
export function unpack(packed: unknown, referents: Referents): unknown {
  const inner = (value: unknown, depth: number): unknown => {
    if (depth > LIMITS.depth) throw wrong("a value that is too deep");
    referents.spend(typeof value === "string" ? value.length + 8 : 8);
    if (typeof value === "function" || typeof value === "symbol") throw wrong(typeof value);
    if (typeof value !== "object" || value === null) return value;
    if (value instanceof Uint8Array) {
      referents.spend(value.length);
      return value;
    }
    if (Array.isArray(value)) return Array.from(value, (item) => inner(item, depth + 1));
    const { type, ...rest } = value as { readonly type?: unknown } & Record<string, unknown>;
    switch (type) {
      case "object":
        return objectOf(rest.entries, (item) => inner(item, depth + 1));
      case "url": {
        const address = new URL(text(rest.href));
        if (address.protocol === "file:") referents.assertMayRead(address);
        return address;
      }
      case "date":
        return new Date(number(rest.time));
      case "raw":
        return raw(text(rest.text));
      case "shell":
        return new ShellCommand(
          text(rest.text),
          referents.shellArguments((inner(rest.globals, depth + 1) ?? {}) as Record<string, unknown>),
        );
      case "function":
      case "handle":
      case "handler":
      case "kept":
        return referents.resolve({
          type,
          id: number(rest.id),
          name: rest.name === undefined ? undefined : text(rest.name),
        });
      default:
        throw wrong(JSON.stringify(type));
    }
  };
  return inner(packed, 0);
}

function objectOf(entries: unknown, item: (value: unknown) => unknown): object {
  if (!Array.isArray(entries)) throw wrong("an object without entries");
  const object = {};
  for (const entry of entries) {
    const [key, value] = Array.isArray(entry) ? entry : [];
    // A key like __proto__ is a key like any other.
    Object.defineProperty(object, text(key), {
      value: item(value),
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
  return object;
}

function text(value: unknown): string {
  if (typeof value === "string") return value;
  throw wrong(typeof value);
}

function number(value: unknown): number {
  if (typeof value === "number") return value;
  throw wrong(typeof value);
}

function wrong(what: string): UsageError {
  return new UsageError(`The sandbox sent something that no script can say: ${what}`);
}
