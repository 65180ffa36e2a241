import {
  type Command,
  type OperationError,
  readContent,
  type RsyncCommand,
  type ShellArguments,
  ShellCommand,
  type UploadCommand,
} from "../api/mod.ts";
import {
  type GroupAhead,
  type RawOutput,
  type ReadBehind,
  type Shell,
  succeeded,
  uploadCommand,
} from "../session/mod.ts";
import { commandError } from "./command_error.ts";
import type { Operational } from "./program.ts";
import { runRsync } from "./rsync.ts";
import { runFunction } from "./run_function.ts";
import { download, reportUpload, uploadStream } from "./transfers.ts";

/** How commands are carried out. */
export interface CarryOutOptions {
  readonly signal: AbortSignal;
  readonly onOutput: (stream: "stdout" | "stderr", text: string) => void;
  /** Called when a command has run, whatever its exit code. */
  readonly onDone: (command: Command, output: RawOutput | undefined) => void;
  /** Takes what a function command returned. */
  readonly onValue: (value: unknown) => void;
  readonly warn: (text: string) => void;
  /** What to send in the same write, to run when all commands have. */
  readonly next: () => Promise<Next>;
  /** Once it is aborted nothing more begins of what was sent ahead. */
  readonly stop: AbortSignal;
}

/** What goes out with the last commands of an operation. */
export interface Next {
  /** Commands of the operations after it. */
  readonly ahead: readonly GroupAhead[];
  /** What is read when these have run, or have not. */
  readonly behind: readonly ReadBehind[];
}

/**
 * Carries out commands on a host: shell commands and small uploads that follow each other go out together, guarded over
 * there by the success of those before them.
 *
 * @returns the first failure of a shell command
 */
export async function carryOut(
  one: Operational,
  commands: readonly Command[],
  options: CarryOutOptions,
): Promise<{ readonly failed: OperationError | undefined }> {
  const shell = await one.target.shell();
  const goesOn = one.globals._ignoreErrors === true && one.globals._continueOnError === true;
  let failed: OperationError | undefined;
  const needsNewSessions = commands.some(changesEnvironment);
  const groups = await grouped(commands, one, shell.inlineLimit, options.signal);
  for (const group of groups) {
    if (failed && !goesOn) break;
    if (group instanceof Array) {
      const next = group === groups.at(-1) && !needsNewSessions ? await options.next() : {};
      const results = await shell.run(group.map(({ shell }) => shell), one.globals, {
        signal: options.signal,
        stop: options.stop,
        onOutput: options.onOutput,
        guarded: !goesOn,
        ...next,
      });
      failed ??= report(group, results, one, options);
    } else await carryOutAlone(shell, group, one, options);
  }
  if (needsNewSessions) await shell.closeSessions();
  return { failed };
}

/** A command that goes into a session, as what it was yielded and as what is sent. */
export interface InSession {
  readonly command: Command;
  readonly shell: ShellCommand;
}

/** Commands as one group for a session, or `undefined` where they cannot be one or change what sessions find. */
export async function oneGroup(
  commands: readonly Command[],
  one: Operational,
  inlineLimit: number,
  signal: AbortSignal,
): Promise<readonly InSession[] | undefined> {
  if (commands.length === 0) return [];
  if (commands.some((command) => !["shell", "upload"].includes(command.kind) || changesEnvironment(command))) {
    return undefined;
  }
  const [group, ...others] = await grouped(commands, one, inlineLimit, signal);
  return group instanceof Array && others.length === 0 ? group : undefined;
}

/** Puts together what can go out together. */
async function grouped(
  commands: readonly Command[],
  { operation }: Operational,
  inlineLimit: number,
  signal: AbortSignal,
): Promise<(InSession[] | Exclude<Command, ShellCommand>)[]> {
  const groups: (InSession[] | Exclude<Command, ShellCommand>)[] = [];
  for (const command of commands) {
    const shell = command.kind === "shell"
      ? operation.definition.leavesNothing ? command.leavingNothing() : command
      : command.kind === "upload"
      ? await inlineUpload(command, inlineLimit, signal)
      : undefined;
    const last = groups.at(-1);
    if (shell === undefined) groups.push(command as Exclude<Command, ShellCommand>);
    else if (last instanceof Array) last.push({ command, shell });
    else groups.push([{ command, shell }]);
  }
  return groups;
}

async function inlineUpload(
  upload: UploadCommand,
  inlineLimit: number,
  signal: AbortSignal,
): Promise<ShellCommand | undefined> {
  const { content } = upload;
  if (inlineLimit < 0) return undefined;
  if (content instanceof URL && content.protocol === "file:") {
    const info = await Deno.stat(content).catch(() => undefined);
    if (info && info.size > inlineLimit) return undefined;
  }
  const bytes = await readContent(content, signal);
  if (bytes.length > inlineLimit) return undefined;
  // The shell and the directory of the operation are its commands' business, not the upload's.
  return uploadCommand({ ...upload, size: bytes.length }, bytes).with(PLAIN);
}

const PLAIN: ShellArguments = {
  _shellExecutable: "sh",
  _successExitCodes: [0],
  _env: {},
  _stdin: undefined,
  _getPty: undefined,
};

/**
 * Tells of the results of a group.
 *
 * @returns the first failure
 */
export function report(
  group: readonly InSession[],
  results: readonly (RawOutput | "skipped")[],
  one: Operational,
  options: Pick<CarryOutOptions, "onDone" | "warn">,
): OperationError | undefined {
  let failed: OperationError | undefined;
  results.forEach((result, index) => {
    const { command, shell } = group[index]!;
    if (result === "skipped") return;
    options.onDone(command, command.kind === "shell" ? result : undefined);
    const ok = succeeded(result, { ...one.globals, ...shell.globals });
    if (!ok) {
      failed ??= commandError(
        command.kind === "shell" ? shell : new ShellCommand(`upload to ${(command as UploadCommand).dest}`),
        result,
        one.globals._sensitive,
      );
    }
    if (command.kind === "upload") reportUpload(command, result, options);
  });
  return failed;
}

async function carryOutAlone(
  shell: Shell,
  command: Exclude<Command, ShellCommand>,
  one: Operational,
  options: CarryOutOptions,
): Promise<void> {
  switch (command.kind) {
    case "upload":
      await uploadStream(shell, command, one, options);
      break;
    case "download":
      await download(shell, command, one, options);
      break;
    case "function":
      return options.onDone(command, await runFunction(command, one, options));
    case "rsync":
      await runRsync(command as RsyncCommand, one, options);
      break;
  }
  options.onDone(command, undefined);
}

/** Whether new sessions would find another environment or other rights. */
function changesEnvironment(command: Command): boolean {
  return command.kind === "upload" &&
    /^\/etc\/(sudoers|environment|profile|login\.defs|security|pam\.d|doas\.conf)/.test(command.dest);
}
