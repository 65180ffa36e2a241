import type { ShellArguments } from "./arguments.ts";

/** The global arguments that say how a command is run, not what is run: a connector sees to them. */
export interface ControlArguments {
  /** Exit codes that are no failure. */
  readonly successExitCodes: readonly number[];
  /** Seconds after which the command is to be ended; the engine ends it by the signal as well. */
  readonly timeout?: number;
  /** Whether the command wants a terminal. */
  readonly getPty: boolean;
  /** What the command reads; `undefined` for nothing. */
  readonly stdin?: Uint8Array;
}

/**
 * Takes the control arguments (`_successExitCodes`, `_timeout`, `_getPty`, `_stdin`) out of global arguments.
 *
 * @returns them, and the arguments that are left for `makeUnixCommandForHost`
 */
export function extractControlArguments(
  args: ShellArguments,
): { readonly control: ControlArguments; readonly shell: ShellArguments } {
  const { _successExitCodes, _timeout, _getPty, _stdin, ...shell } = args;
  return {
    control: {
      successExitCodes: _successExitCodes ?? [0],
      timeout: _timeout,
      getPty: _getPty ?? false,
      stdin: stdinBytes(_stdin),
    },
    shell,
  };
}

/** The bytes that a command reads: a list is lines. */
export function stdinBytes(stdin: ShellArguments["_stdin"]): Uint8Array | undefined {
  if (stdin === undefined || stdin instanceof Uint8Array) return stdin;
  return new TextEncoder().encode(typeof stdin === "string" ? stdin : stdin.map((line) => `${line}\n`).join(""));
}
