/** The error for a line that a fact does not know, with the line as it came. */
export function unexpected(expected: string, line: string): Error {
  return new Error(
    `expected ${expected}, found ${JSON.stringify(line.length > 200 ? `${line.slice(0, 200)}…` : line)}`,
  );
}

/** The one line that a program printed. @throws {Error} for none, for several, and for one that is not of the form */
export function oneLine(lines: readonly string[], expected: string, form = /\S/): string {
  const [line = "", ...more] = lines;
  if (form.test(line) && more.length === 0) return line;
  throw unexpected(expected, lines.find((one) => !form.test(one)) ?? lines.join("\n"));
}

/** What names of users, hosts and kernels never have, but messages (`sh: uname: not found`) and values do. */
const NAME = /^(?!\s)[^\p{C}:;,=|<>"!%]+(?<!\s)$/u;

/**
 * A name that a program printed alone; it may hold spaces.
 *
 * @throws {Error} for none, for several lines, and for a message
 */
export function oneName(lines: readonly string[], expected: string): string {
  return oneLine(lines, expected, NAME);
}

/** Whether a command of ours said `yes`. @throws {Error} if it said anything but `yes` or `no` */
export function saysYes(lines: readonly string[]): boolean {
  return oneLine(lines, "yes or no", /^(yes|no)$/) === "yes";
}
