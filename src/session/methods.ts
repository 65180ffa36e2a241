import type { ShellArguments, ShellCommand } from "../command/mod.ts";

/** How a connector's own method runs. */
export interface MethodOptions {
  /** Ends it: the run was stopped, or its time is over. */
  readonly signal: AbortSignal;
}

/** What a command printed, as text or bytes, and its exit code; `null` where a signal ended it. */
export interface MethodOutput {
  readonly stdout: string | Uint8Array;
  readonly stderr: string | Uint8Array;
  readonly code: number | null;
}

/**
 * What a connector gives that cannot start processes: each command is run to its end, one at a time. Files travel by
 * `putFile` and `getFile` where they are there, else through commands.
 */
export interface ConnectionMethods {
  /**
   * Runs a command. Its global arguments are in `args`: `extractControlArguments` and `makeUnixCommandForHost` turn them
   * into what the host's shell is given and what it reads.
   */
  runShellCommand(command: ShellCommand, args: ShellArguments, options: MethodOptions): Promise<MethodOutput>;
  /** Copies a file of this machine to a path on the host, as the login user. */
  putFile?(src: string, dest: string, options: MethodOptions): Promise<void>;
  /** Copies a file of the host to a path on this machine, as the login user. */
  getFile?(src: string, dest: string, options: MethodOptions): Promise<void>;
}
