/**
 * The value of a word of the command line (`--data KEY=VALUE`, arguments of operations and facts): `true` and `false` in any
 * case, a number, other JSON, else the word itself. A number that would not be written in the same way again
 * stays text, because `0644`, `1.10` and an account number of twenty digits are meant as written.
 *
 * @example
 * ```ts
 * import { parseValue } from "./values.ts";
 * console.assert(parseValue("True") === true && parseValue("8080") === 8080 && parseValue("1.10") === "1.10");
 * ```
 */
export function parseValue(text: string): unknown {
  if (/^(true|false)$/i.test(text)) return text.toLowerCase() === "true";
  if (/^-?\d/.test(text) && String(Number(text)) === text) return Number(text);
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "number" ? text : value;
  } catch {
    return text;
  }
}
