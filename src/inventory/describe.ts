import { shown } from "../api/mod.ts";

/** What a value is, for a message about its kind. */
export function described(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : shown(value);
}
