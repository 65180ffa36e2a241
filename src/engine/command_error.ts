import { OperationError, type ShellCommand } from "../api/mod.ts";
import { mask } from "../command/mod.ts";
import { type RawOutput, textOf, toCommandOutput } from "../session/mod.ts";

/** The error of a command whose exit code is none of the good ones. */
export function commandError(command: ShellCommand, output: RawOutput, sensitive = false): OperationError {
  const { stdout, stderr, code } = toCommandOutput(output);
  const said = sensitive ? "" : lastLines(textOf(output.stderr).trim() || textOf(output.stdout).trim());
  const how = code === null ? "was ended by a signal" : `ended with exit code ${code}`;
  return new OperationError(`The command ${how}${said ? `: ${said}` : ""}`, {
    hint: sensitive
      ? "Neither the command nor what it said is shown, as the operation is sensitive."
      : `It was: ${firstLine(mask(command.text))}`,
    output: { stdout: mask(stdout), stderr: mask(stderr), code },
  });
}

function lastLines(text: string): string {
  return mask(text.split("\n").slice(-6).join("\n").slice(-800));
}

function firstLine(text: string): string {
  const [first = "", ...rest] = text.split("\n");
  return `${first.slice(0, 200)}${first.length > 200 || rest.length ? " …" : ""}`;
}
