import { quote } from "../command/mod.ts";
import type { RawOutput } from "./output.ts";

/** The stream of a process that output came from. */
export type StreamName = "stdout" | "stderr";

/** One command for a session. */
export interface SessionCommand {
  /** The text for `SHELL -c`. */
  readonly text: string;
  /** The shell. Default: `sh`. */
  readonly shell?: string;
  /** A read-only command goes straight onto the session's streams, in the C locale; it must leave nothing running. */
  readonly reads?: boolean;
  /** Commands of one group stop at the first that fails. Default: a group of its own. */
  readonly group?: number;
  /** Its group runs only if all that was sent before it has succeeded. Default: `false`. */
  readonly ahead?: boolean;
  /** A command that reads, and has to print this for the rest of its group, which goes ahead, to run. */
  readonly expected?: string;
  /** Its output goes straight onto the session's streams: nothing of it is left running. Default: `false`. */
  readonly leavesNothing?: boolean;
  /** Exit codes that are no failure. Default: `[0]`. */
  readonly successExitCodes?: readonly number[];
  /** Called with output as it comes. */
  readonly onOutput?: (stream: StreamName, bytes: Uint8Array) => void;
  /** Called when the command starts to run over there. */
  readonly onBegin?: () => void;
}

/** What became of a command: `"skipped"` where it was not run, `"same"` where it printed what was expected. */
export type SessionAnswer = RawOutput | "skipped" | "same";

/** The call of the shell function that runs a command. */
export function lineFor(id: number, { group, expected, ...command }: SessionCommand): string {
  const run = `${quote(command.shell ?? "sh")} ${quote(command.text)}`;
  if (expected !== undefined) return `h ${id} ${group} ${quote(expected)} ${run}\n`;
  if (command.reads) return `f ${id} ${run}\n`;
  const codes = quote((command.successExitCodes ?? [0]).join(" "));
  return `c ${id} ${group ?? `x${id}`} ${codes} ${run} '${command.ahead ? 1 : ""}' ${command.leavesNothing ? 1 : ""}\n`;
}
