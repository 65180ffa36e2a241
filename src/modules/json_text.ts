import type { z } from "../api/mod.ts";

/**
 * Reads what a program printed as JSON, and holds it against a schema.
 *
 * @throws {Error} that quotes what is not as it should be
 */
export function parseJson<T>(lines: readonly string[], schema: z.ZodType<T>): T {
  const text = lines.join("\n");
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`expected JSON, found ${quoted(text)}`);
  }
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const [issue] = error.issues;
  const at = issue!.path.map(String).join(".");
  throw new Error(`unexpected JSON${at && ` at ${at}`}: ${issue!.message}, in ${quoted(text)}`);
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
