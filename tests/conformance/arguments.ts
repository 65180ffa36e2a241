import { globalNames } from "../../src/api/mod.ts";
import type { z } from "../../src/api/mod.ts";
import type { JsonObject } from "./cases.ts";
import { camel, sameName } from "./names.ts";
import { plainValue } from "./values.ts";

/** Arguments that take whatever else pyinfra's `**kwargs` would. */
const CATCH_ALL = ["data", "settings", "properties"];

/** The arguments of a case, under our names and in the types that our schema takes, and its global arguments. */
export function ourArguments(
  schema: z.ZodObject,
  passed: JsonObject,
): { readonly args: Record<string, unknown>; readonly globals: Record<string, unknown> } {
  const names = ourArgumentNames(schema, Object.keys(passed));
  const rest = CATCH_ALL.find((name) => name in schema.shape && !(name in passed));
  const args: Record<string, unknown> = {};
  const globals: Record<string, unknown> = {};
  for (const [theirs, json] of Object.entries(passed)) {
    const name = names[theirs]!;
    const value = plainValue(json);
    if (theirs === "args" && Array.isArray(value) && !("args" in schema.shape)) {
      const positions = Object.keys(schema.shape);
      value.forEach((item, index) => args[positions[index]!] = fitted(schema, positions[index]!, item));
    } else if (!(name in schema.shape) && globalNames().includes(name)) globals[name] = value;
    else if (!(name in schema.shape) && rest) args[rest] = { ...args[rest] as object, [theirs]: value };
    else args[name] = fitted(schema, name, value);
  }
  return { args, globals };
}

/** Which of our argument names stand for pyinfra's. */
export function ourArgumentNames(schema: z.ZodObject, theirs: readonly string[]): Readonly<Record<string, string>> {
  const ours = Object.keys(schema.shape);
  const names = Object.fromEntries(
    theirs.map((
      name,
    ) => [name, ours.find((one) => one === name) ?? ours.find((one) => sameName(one, name)) ?? camel(name)]),
  );
  // One argument that we call by another name: pyinfra itself has both `name` and `package`.
  const unknown = theirs.filter((name) => !ours.includes(names[name]!));
  const required = ours.filter((name) =>
    !Object.values(names).includes(name) && !field(schema, name).safeParse(undefined).success
  );
  if (unknown.length === 1 && required.length === 1) names[unknown[0]!] = required[0]!;
  return names;
}

/** The first reading of a value that the schema takes; the value itself if there is none. */
function fitted(schema: z.ZodObject, name: string, value: unknown): unknown {
  if (!(name in schema.shape)) return value;
  const type = field(schema, name);
  for (const reading of readings(name, value, type)) if (type.safeParse(reading).success) return reading;
  return value;
}

function* readings(name: string, value: unknown, type: z.ZodType): Generator<unknown> {
  if (/mode$/i.test(name) && typeof value === "number") yield String(value).padStart(3, "0");
  if (isPlainObject(value) && hasFields(type)) {
    yield Object.fromEntries(Object.entries(value).map(([key, item]) => [camel(key), item]));
  }
  yield value;
  if (value === null) yield undefined;
  if (typeof value === "string" && /^(true|false)$/i.test(value)) yield value.toLowerCase() === "true";
  if (typeof value === "string" && /^\d+$/.test(value)) yield Number(value);
  if (typeof value === "number") yield String(value);
  if (Array.isArray(value)) yield value.map(String);
  else yield [value];
}

function field(schema: z.ZodObject, name: string): z.ZodType {
  return schema.shape[name] as z.ZodType;
}

/** Whether a type is an object with fields of ours, in contrast to a map with keys of the user. */
function hasFields(type: z.ZodType): boolean {
  const definition = type.def as { readonly innerType?: z.ZodType };
  return "shape" in type || (definition.innerType !== undefined && hasFields(definition.innerType));
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && Object.getPrototypeOf(value) === Object.prototype;
}
