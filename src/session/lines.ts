import { describe, type ShellArguments, type ShellCommand, withShell } from "../command/mod.ts";
import type { Guard } from "./ahead.ts";
import type { SessionCommand, StreamName } from "./session_command.ts";

/** A command as it goes into a session. */
export interface Line {
  readonly command: SessionCommand;
  readonly args: ShellArguments;
  /** What it is, for errors. */
  readonly what: string;
}

/** Makes a line of a command and all its arguments. */
export function lineOf({ command, args }: Pick<Guard, "command" | "args">, how: Omit<SessionCommand, "text">): Line {
  return { command: { ...toSession(command, args), ...how }, args, what: describe(command) };
}

/** All answers. The first failure in their order tells most, whichever comes first in time. */
export async function together<T>(answers: readonly Promise<T>[]): Promise<T[]> {
  return (await Promise.allSettled(answers)).map((one) => {
    if (one.status === "rejected") throw one.reason;
    return one.value;
  });
}

/** A command in a session's words. */
export function toSession(
  command: ShellCommand,
  args: ShellArguments,
): SessionCommand & { readonly shell: string } {
  const text = withShell(command.text, { _chdir: args._chdir, _env: args._env, _shellExecutable: null });
  const { leavesNothing } = command;
  return { leavesNothing, text, shell: args._shellExecutable ?? "sh", successExitCodes: args._successExitCodes };
}

/** Hands on bytes as text, whole characters only. */
export function decoded(
  onOutput: ((stream: StreamName, text: string) => void) | undefined,
): SessionCommand["onOutput"] {
  if (onOutput === undefined) return undefined;
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  return (stream, bytes) => onOutput(stream, decoders[stream].decode(bytes, { stream: true }));
}
