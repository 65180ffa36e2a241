import { DroverError, formatCallSite, messageOf, OperationError, scriptFrame } from "../api/mod.ts";
import { mask } from "../command/mod.ts";
import { type Colors, harmless } from "./colors.ts";

/** An error as lines for people: what was attempted and found, where, and what to do. */
export function renderError(error: unknown, colors: Colors, debug = false): string[] {
  const text = (value: string) => mask(harmless(value)).split("\n");
  if (!(error instanceof DroverError)) {
    if (!(error instanceof Error)) return text(`A script threw ${show(error)}`).map(colors.red);
    const site = scriptFrame(error.stack ?? "");
    const stack = (error.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line)).join("\n");
    if (site) {
      const lines = [
        ...text(`${error.name}: ${messageOf(error)}`).map(colors.red),
        `at ${mask(harmless(formatCallSite(site)))}`,
      ];
      return debug ? [...lines, ...text(stack)] : lines;
    }
    return [
      ...text(`Drover itself failed: ${error.name}: ${messageOf(error)}`).map(colors.red),
      ...text(stack),
      "This is a defect of Drover; please report it with the lines above and what drover --support prints.",
    ];
  }
  const lines = text(error.message).map(colors.red);
  if (error.at) lines.push(`at ${mask(harmless(error.at))}`);
  if (error.hint) lines.push(...text(error.hint));
  if (debug) lines.push(...text(causes(error)));
  return lines;
}

/** What the failing command printed, whole. */
export function outputOf(error: unknown): string {
  if (!(error instanceof OperationError) || !error.output) return "";
  return mask(harmless(`${error.output.stdout}${error.output.stderr}`));
}

function causes(error: Error): string {
  const own = error.stack ?? String(error);
  return error.cause instanceof Error ? `${own}\nCaused by: ${causes(error.cause)}` : own;
}

function show(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
