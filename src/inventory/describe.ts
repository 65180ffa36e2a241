import { mask } from "../api/mod.ts";

/** A value for a message: masked, and cut if it is long. */
export function shown(value: unknown): string {
  if (typeof value === "function") return "a function";
  // Masked before it is cut: no sink would recognise half a secret.
  const text = mask(textOf(value));
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** What a value is, for a message about its kind. */
export function described(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : shown(value);
}

// What JSON cannot hold (big integers, cycles) has a text of its own.
function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}
