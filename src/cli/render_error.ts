import { DroverError, messageOf, OperationError } from "../api/mod.ts";
import { mask } from "../command/mod.ts";
import { type Colors, harmless } from "./colors.ts";

/** An error as lines for people: what was attempted and found, where, and what to do. */
export function renderError(error: unknown, colors: Colors, debug = false): string[] {
  const text = (value: string) => mask(harmless(value)).split("\n");
  if (!(error instanceof DroverError)) {
    return [
      ...text(`Drover itself failed: ${messageOf(error)}`).map(colors.red),
      ...text(error instanceof Error ? error.stack ?? "" : "").slice(1),
      "This is a defect of Drover or of a script; please report it with the lines above.",
    ];
  }
  const lines = text(error.message).map(colors.red);
  if (error.at) lines.push(`at ${mask(error.at)}`);
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

/** An error of a script that is no {@linkcode DroverError}: its message and where in the script it was thrown. */
export function scriptErrorLine(error: unknown): string {
  const at = error instanceof Error ? /\(?((?:file|https?):\S+?:\d+:\d+)\)?/.exec(error.stack ?? "")?.[1] : undefined;
  return `${error instanceof Error ? error.name : "Error"}: ${messageOf(error)}${
    at ? ` (${at.replace("file://", "")})` : ""
  }`;
}
