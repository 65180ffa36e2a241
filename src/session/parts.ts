import { identityOf, type ShellArguments, type ShellCommand, stdinBytes, withShell } from "../command/mod.ts";
import { type ByStdin, byStdin } from "./by_stdin.ts";
import { toSession } from "./lines.ts";

/** A command with all its arguments. */
export interface Part {
  readonly command: ShellCommand;
  readonly args: ShellArguments;
}

/** Cuts commands where they need another session or a process of their own. */
export function partsOf(all: readonly Part[]): Part[][] {
  const parts: Part[][] = [];
  let last = "";
  for (const one of all) {
    const key = needsProcess(one.args) ? "" : identityKey(one.args);
    if (key !== "" && key === last) parts.at(-1)!.push(one);
    else parts.push([one]);
    last = key;
  }
  return parts;
}

/** Commands with equal keys run in the same session. */
export function identityKey(args: ShellArguments): string {
  return JSON.stringify(identityOf(args));
}

/** How a command runs in a process of its own. What is sent to a terminal would be shown by it. */
export function ownProcess(command: ShellCommand, args: ShellArguments): Partial<ByStdin> & Pick<ByStdin, "argv"> {
  const stdin = stdinBytes(args._stdin);
  if (stdin === undefined || args._getPty) return { argv: ["sh", "-c", withShell(command.text, args)], input: stdin };
  const { text, shell } = toSession(command, args);
  return byStdin(text, shell, stdin);
}

/** Whether a command cannot run in a session. */
export function needsProcess(args: ShellArguments): boolean {
  return args._getPty === true || args._stdin !== undefined;
}
