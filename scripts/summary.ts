/** How many tests did what. */
export interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Nothing has run. */
export const NOTHING: Summary = { passed: 0, failed: 0, skipped: 0 };

// deno-lint-ignore no-control-regex
const COLORS = /\x1b\[[0-9;]*m/g;
const STEPS = String.raw`(?: \(\d+ steps?\))?`;
const LAST_LINE = new RegExp(
  String.raw`^(?:ok|FAILED) \| (\d+) passed${STEPS} \| (\d+) failed${STEPS}(?: \| (\d+) ignored)?`,
  "gm",
);

/** Reads the last summary that `deno test` has printed; `undefined` if it has not come so far. */
export function readSummary(output: string): Summary | undefined {
  const found = [...output.replaceAll(COLORS, "").matchAll(LAST_LINE)].at(-1);
  return found && { passed: Number(found[1]), failed: Number(found[2]), skipped: Number(found[3] ?? 0) };
}

const ERRORS = /^ ERRORS $/gm;

/**
 * What `deno test` told of the failures at its end: from the heading of the errors to the end of the output, without colors;
 * `undefined` where it told of none.
 */
export function readErrors(output: string): string | undefined {
  const plain = output.replaceAll(COLORS, "");
  const heading = [...plain.matchAll(ERRORS)].at(-1);
  return heading && plain.slice(heading.index + heading[0].length).trim();
}

/** Both together. */
export function add(a: Summary, b: Summary): Summary {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/** The line that the test command ends with. */
export function formatSummary({ passed, failed, skipped }: Summary): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
