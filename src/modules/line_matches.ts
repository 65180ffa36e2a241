import { unexpected } from "./lines.ts";

/**
 * What a pattern finds in each line; blank lines are passed over.
 *
 * @param expected what each line should be, for the error
 * @param others lines that the program prints beside those, as headings and notices
 * @throws {Error} that quotes the first line that is neither
 */
export function matchLines(
  lines: readonly string[],
  pattern: RegExp,
  expected: string,
  others?: RegExp,
): RegExpExecArray[] {
  return lines.flatMap((line) => {
    const found = pattern.exec(line);
    if (found) return [found];
    if (line.trim() === "" || others?.test(line)) return [];
    throw unexpected(expected, line);
  });
}
