import { type CommandOutput, linesOf, type ShellArguments } from "../command/mod.ts";
import { type RawOutput, textOf } from "./output.ts";

/** Whether a command's exit code is one of those that are no failure. */
export function succeeded(output: RawOutput, args: ShellArguments): boolean {
  return output.code !== null && (args._successExitCodes ?? [0]).includes(output.code);
}

/** Output as text for scripts. */
export function toCommandOutput(output: RawOutput): CommandOutput {
  const stdout = textOf(output.stdout);
  return { stdout, stderr: textOf(output.stderr), code: output.code, stdoutLines: linesOf(stdout) };
}
