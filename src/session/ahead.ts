import type { ShellArguments, ShellCommand } from "../command/mod.ts";
import type { RawOutput } from "./output.ts";
import type { StreamName } from "./session_command.ts";

/** Something to read when commands have run, whatever became of them. */
export interface ReadBehind {
  readonly command: ShellCommand;
  readonly args: ShellArguments;
  /** Called when it was sent. */
  readonly onSent: (output: Promise<RawOutput>) => void;
}

/**
 * Commands that are sent without waiting for the replies to those in front of them. They run only if all of these succeed
 * and what they rest on is as expected. All is done by the same user, and nothing has a terminal or stdin.
 */
export interface GroupAhead {
  readonly guards: readonly Guard[];
  readonly commands: readonly ShellCommand[];
  readonly args: ShellArguments;
  /** Called with output as it comes. */
  readonly onOutput: (stream: StreamName, text: string) => void;
  /** Called when it was sent. */
  readonly onSent: (sent: SentAhead) => void;
}

/** What commands rest on. */
export interface Guard {
  readonly command: ShellCommand;
  readonly args: ShellArguments;
  /** All that it has to print, but for newlines at the end. */
  readonly expected: string;
}

/** What becomes of commands that were sent ahead: `"skipped"` where one did not run. */
export interface SentAhead {
  /** `"same"` where it is as expected. */
  readonly guards: Promise<readonly (RawOutput | "same" | "skipped")[]>;
  readonly commands: Promise<readonly (RawOutput | "skipped")[]>;
  /** Settles when the first command begins; never, if none does. */
  readonly begun: Promise<void>;
}

/** The script that lets a session run nothing of what was sent ahead: `FOLDER`. */
export const STOP_AHEAD = 'for t in "${TMPDIR:-/tmp}" /dev/shm "$HOME"; do [ ! -d "$t/$1" ] || : >"$t/$1/stop"; done';
