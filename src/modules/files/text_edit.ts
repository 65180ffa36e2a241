import { linesOf, type OperationHost, secret, type ShownText, z } from "../../api/mod.ts";
import { holdsSecret } from "../../command/mod.ts";

/** The flags of `sed`'s `s`, in one string or several. Becomes a list. */
export function sedFlags(): z.ZodType<string[], string | readonly string[]> {
  const flags = z.string().regex(/^[A-Za-z0-9]*$/, "letters and digits, as g or I");
  return z.union([flags, z.array(flags).readonly()]).transform((value) =>
    typeof value === "string" ? [value] : [...value]
  );
}

/** A pattern that matches the whole of each line in which a pattern, or a text, matches somewhere. */
export function wholeLine(line: string, isText: boolean, extendedRegex = false): string {
  const pattern = isText ? escapeRegex(line, extendedRegex) : line;
  const atStart = !isText && pattern.startsWith("^");
  const atEnd = !isText && /(^|[^\\])(\\\\)*\$$/.test(pattern);
  return `${atStart ? "" : "^.*"}${pattern}${atEnd ? "" : ".*$"}`;
}

/** Escapes what a basic or an extended regular expression would take for more than text (POSIX XBD 9). */
export function escapeRegex(text: string, extendedRegex: boolean): string {
  // In a basic one a backslash would give these their meaning.
  return keptSecret(text, text.replace(extendedRegex ? /[\\.*[^$+?(){}|]/g : /[\\.*[^$]/g, "\\$&"));
}

/** A text that was made of another one: a secret in that is one in this, with whatever was put in between. */
export function keptSecret(from: string, made: string): string {
  return made !== from && holdsSecret(from) ? secret(made) : made;
}

/** Whether no kind of regular expression takes any of this for more than text. */
export function isPlainText(pattern: string): boolean {
  return !/[\\.*[\]^$+?(){}|]/.test(pattern);
}

/** Shows how the lines of a file change, where its present content was asked for and may be shown. */
export function showEdit(
  host: OperationHost,
  path: string,
  present: ShownText | undefined,
  edit: (lines: readonly string[]) => readonly string[],
): void {
  if (present === undefined || present.state === "hidden") return;
  const before = present.state === "text" ? present.text : null;
  const after = edit(before === null ? [] : linesOf(before));
  host.diff(path, before, after.map((line) => `${line}\n`).join(""));
}
