import { type CommandOutput, linesOf } from "../command/mod.ts";
import { textOf } from "./output.ts";
import type { Spawn } from "./process.ts";
import { runProcess } from "./run_process.ts";

/** How {@linkcode runArgv} runs a program. */
export interface RunArgvOptions {
  /** What it reads. Default: nothing. */
  readonly stdin?: Uint8Array;
  /** Ends it. */
  readonly signal?: AbortSignal;
}

/** Runs a program to its end and gives what it printed. @throws {ConnectError} where it does not start */
export async function runArgv(
  spawn: Spawn,
  argv: readonly string[],
  { stdin, signal }: RunArgvOptions = {},
): Promise<CommandOutput> {
  const process = await spawn(argv, { signal });
  const output = await runProcess(process, { input: stdin });
  const [stdout, stderr] = [textOf(output.stdout), textOf(output.stderr)];
  return { stdout, stderr, code: output.code, stdoutLines: linesOf(stdout) };
}
