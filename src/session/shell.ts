import type { ShellArguments, ShellCommand } from "../command/mod.ts";
import type { Ran, RunOptions, StreamOptions } from "./host_shell.ts";
import type { RawOutput } from "./output.ts";
import type { Traffic } from "./session.ts";

/** How a host is talked to: by sessions, or by a connector's own methods. */
export interface Shell {
  readonly traffic: Pick<Traffic, "turns">;
  /** Up to this many bytes an upload travels inside of a command; below zero no upload does. */
  readonly inlineLimit: number;
  /** Runs commands as one group: stopped at the first that fails, unless told otherwise. */
  run(commands: readonly ShellCommand[], args: ShellArguments, options?: RunOptions): Promise<Ran[]>;
  /** Runs commands that change nothing. */
  read(commands: readonly ShellCommand[], args: ShellArguments, signal?: AbortSignal): Promise<RawOutput[]>;
  /** Runs a program that reads or writes a stream. */
  stream(program: readonly string[], args: ShellArguments, options: StreamOptions): Promise<RawOutput>;
  /**
   * What is started from now on finds the host's users, groups and environment as they are then.
   *
   * @param waits whether to wait until the old sessions have ended. Default: `true`.
   */
  closeSessions(waits?: boolean): Promise<void>;
}
