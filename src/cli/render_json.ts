import { DroverError, messageOf } from "../api/mod.ts";
import { mask } from "../command/mod.ts";
import type { DroverEvent } from "../engine/mod.ts";

/** Makes the view of a run for programs: one JSON object a line for each event. */
export function jsonView(write: (text: string) => void): (event: DroverEvent) => void {
  return (event) => write(`${toJson(event)}\n`);
}

/** A value as one line of JSON without secrets; maps become objects, errors what they say. */
export function toJson(value: unknown, space?: number): string {
  // Masked as a whole: the JSON form of a secret is one of those that are looked for.
  return mask(JSON.stringify(value, plain, space) ?? "null");
}

function plain(this: Record<string, unknown>, key: string, value: unknown): unknown {
  if (this[key] instanceof Date) return (this[key] as Date).toISOString();
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set) return [...value];
  if (value instanceof DroverError) {
    const { code, message, hint, host, operation, at } = value;
    return { code, message, hint, host, operation, at };
  }
  if (value instanceof Error) return { code: "internal", message: messageOf(value) };
  if (typeof value === "bigint") return String(value);
  return value;
}
