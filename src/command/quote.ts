import { UsageError } from "../errors.ts";

const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

/**
 * Quotes a value as one word for a POSIX shell (XCU 2.2.2: within single quotes every character is itself).
 *
 * @example
 * ```ts
 * import { quote } from "./quote.ts";
 * console.assert(quote("a b") === "'a b'");
 * ```
 *
 * @throws {UsageError} for a value with a NUL character, which no process argument can hold.
 */
export function quote(value: string): string {
  if (value === "") return "''";
  if (PLAIN.test(value)) return value;
  if (value.includes("\0")) {
    throw new UsageError(`Cannot pass a NUL character to a shell, found in ${JSON.stringify(value.slice(0, 60))}`, {
      hint: "Write the value to a file with files.put, or pass it with _stdin.",
    });
  }
  return `'${value.replaceAll("'", `'"'"'`)}'`;
}
