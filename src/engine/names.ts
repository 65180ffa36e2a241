import { createHmac, randomBytes } from "node:crypto";
import type { AnyOperation, GlobalArguments } from "../api/mod.ts";
import { holdsSecret, mask } from "../command/mod.ts";

const LONGEST = 80;

/** What to call an operation: its `name`, else its full name and its arguments. */
export function describeOperation(
  operation: AnyOperation,
  args: object,
  { name, _sensitive }: GlobalArguments,
): string {
  if (name !== undefined) return mask(name);
  if (_sensitive) return operation.fullName;
  const defaults = operation.schema().shape as Record<
    string,
    { readonly _zod: { readonly def: { readonly defaultValue?: unknown } } }
  >;
  const shown = Object.entries(args).filter(([key, value]) =>
    value !== undefined && value !== defaults[key]?._zod.def.defaultValue
  );
  const words = shown.map(([key, value], index) => index === 0 ? text(value) : `${key}=${text(value)}`);
  const all = mask(words.join(", "));
  return `${operation.fullName} (${all.length > LONGEST ? `${all.slice(0, LONGEST)}…` : all})`;
}

function text(value: unknown): string {
  if (value instanceof URL) {
    return value.protocol === "file:" ? decodeURIComponent(value.pathname.split("/").pop()!) : value.href;
  }
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  if (Array.isArray(value)) return value.map(text).join(" ");
  if (typeof value === "object" && value !== null) return "{…}";
  return String(value).replaceAll(/\s+/g, " ");
}

// Another one in each process, so that nothing can be guessed from what it makes.
const HASH_KEY = randomBytes(32);

/** A key that scripts give, as a part of an identity, which views show: without the secrets that it may hold. */
export function showableKey(key: string): string {
  return holdsSecret(key) ? createHmac("sha256", HASH_KEY).update(key).digest("hex").slice(0, 16) : key;
}
