/** Runs a program of this machine to its end, for connectors that ask one for hosts. @module */
import { DroverError } from "drover/connectors";

/** What a program printed and how it ended. */
export interface ProgramResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a program is run. */
export interface ProgramOptions {
  readonly signal: AbortSignal;
}

/** Runs a program. Gives `undefined` where it is not installed. @throws {DroverError} where it cannot be started */
export async function runProgram(
  program: string,
  args: readonly string[],
  { signal }: ProgramOptions,
): Promise<ProgramResult | undefined> {
  try {
    signal.throwIfAborted();
    const command = new Deno.Command(program, { args: [...args], signal, stdin: "null" });
    const { code, stdout, stderr } = await command.output();
    signal.throwIfAborted();
    const decoder = new TextDecoder();
    return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return undefined;
    if (signal.aborted) throw new DroverError("interrupted", `Stopped while ${program} ran`, { cause });
    throw new DroverError("inventory", `Cannot start ${program}: ${(cause as Error).message}`, { cause });
  }
}

/**
 * Runs a program and gives what it printed; `undefined` where it is not installed.
 *
 * @param hint what the user can do where it fails
 * @throws {DroverError} where it fails
 */
export async function answerOf(
  program: string,
  args: readonly string[],
  { signal, hint }: ProgramOptions & { readonly hint?: string },
): Promise<string | undefined> {
  const result = await runProgram(program, args, { signal });
  if (result === undefined || result.code === 0) return result?.stdout;
  const command = [program, ...args].join(" ");
  throw new DroverError("inventory", `"${command}" failed with ${complaint(result)}`, { hint });
}

/** A reference whose program is not there. */
export function notInstalled(reference: string, what: string): DroverError {
  return new DroverError("inventory", `Cannot use ${reference}: ${what} installed here`, {
    hint: "Install it on this machine, so that it is found in PATH.",
  });
}

/** The end of what a program complained about, quoted for a message. */
export function complaint({ code, stdout, stderr }: ProgramResult): string {
  const text = (stderr.trim() || stdout.trim()).replaceAll(/\x1b\[[0-9;]*m/g, "");
  return `exit code ${code}${text === "" ? "" : `:\n${text.split("\n").slice(-15).join("\n")}`}`;
}
