import {
  type CommandOutput,
  describe,
  identityOf,
  linesOf,
  type ShellArguments,
  type ShellCommand,
  stdinBytes,
  withShell,
} from "../command/mod.ts";
import { KILL_GROUP } from "./kill_group.ts";
import { endPatiently, limited } from "./limits.ts";
import { type RawOutput, textOf } from "./output.ts";
import { Passwords } from "./passwords.ts";
import type { Spawn } from "./process.ts";
import { runProcess, type RunProcessOptions, sayingPid } from "./run_process.ts";
import type { Shell } from "./shell.ts";
import { INLINE_LIMIT } from "./upload.ts";
import type { SessionCommand, ShellSession, StreamName, Traffic } from "./session.ts";
import { Sessions } from "./sessions.ts";

/** How a command on a host is run. */
export interface RunOptions {
  readonly signal?: AbortSignal;
  /** Called with output as it comes. */
  readonly onOutput?: (stream: StreamName, text: string) => void;
  /** Commands of one call stop at the first that fails. Default: `true`. */
  readonly guarded?: boolean;
  /** Goes out behind the last commands, in the same write. What another user reads is left out. */
  readonly behind?: readonly ReadBehind[];
}

/** Something to read when commands have run, whatever became of them. */
export interface ReadBehind {
  readonly command: ShellCommand;
  readonly args: ShellArguments;
  /** Called when it was sent. */
  readonly onSent: (output: Promise<RawOutput>) => void;
}

/** What became of a command: its output, or `undefined` where one before it failed. */
export type Ran = RawOutput | "skipped";

/**
 * All shells of one host: a session for each identity, opened when it is first needed, and processes of their own for
 * commands that need a terminal or stdin.
 */
export class HostShell implements Shell {
  readonly inlineLimit: number = INLINE_LIMIT;
  readonly traffic: Traffic = { turns: 0, replied: true, sessions: 0, processes: 0, bytesSent: 0, bytesReceived: 0 };
  readonly #sessions: Sessions;
  readonly #ending = new WeakMap<ShellSession, Promise<boolean>>();
  #group = 1;

  /**
   * @param spawn starts processes over there
   * @param signal ends what runs
   * @param passwords what became of passwords on the other hosts of the run
   * @param where the name of the host
   */
  constructor(
    spawn: Spawn,
    private readonly signal: AbortSignal,
    passwords: Passwords = new Passwords(),
    where = "this host",
  ) {
    this.#sessions = new Sessions({ spawn, where, signal, passwords, traffic: this.traffic });
  }

  /** Runs commands as one group: sent together where they can be, stopped at the first that fails. */
  async run(commands: readonly ShellCommand[], args: ShellArguments, options: RunOptions = {}): Promise<Ran[]> {
    const results: Ran[] = [];
    let failed = false;
    const parts = partsOf(commands.map((command) => ({ command, args: { ...args, ...command.globals } })));
    for (const part of parts) {
      if (failed) {
        results.push(...part.map(() => "skipped" as const));
        continue;
      }
      const ran = needsProcess(part[0]!.args)
        ? [await this.#inProcess(part[0]!, options)]
        : await this.#inSession(part, { ...options, behind: part === parts.at(-1) ? options.behind : undefined });
      results.push(...ran);
      failed = options.guarded !== false &&
        ran.some((one, index) => one === "skipped" || !succeeded(one, part[index]!.args));
    }
    return results;
  }

  /** Reads: commands that change nothing and leave nothing running, all in one round trip. */
  async read(commands: readonly ShellCommand[], args: ShellArguments, signal?: AbortSignal): Promise<RawOutput[]> {
    const reads = commands.map((command) => ({ ...toSession(command, { ...args, ...command.globals }), reads: true }));
    return await this.#sessions.use(args, (session) => {
      const sent = Promise.all(session.send(reads)) as Promise<RawOutput[]>;
      return limited(sent, {
        timeout: args._timeout,
        signals: [signal, this.signal],
        end: (why) => this.#end(session, args, sent, why),
        what: commands.length === 1 ? describe(commands[0]!) : `${commands.length} facts`,
      });
    });
  }

  /** Runs a program as the user of `args`, with stdin from `input`; for streams too large for the session. */
  async stream(program: readonly string[], args: ShellArguments, options: StreamOptions): Promise<RawOutput> {
    const signals = [options.signal, this.signal];
    for (const signal of signals) signal?.throwIfAborted();
    const process = await this.#sessions.start(args, program);
    return await limited(runProcess(process, options), {
      signals,
      end: () => endPatiently(process.status, (signal) => Promise.resolve(process.kill(signal))),
      what: options.what,
    });
  }

  /** Ends all sessions after the replies to what was sent: users, groups and environment of new ones are fresh. */
  async closeSessions(waits = true): Promise<void> {
    await this.#sessions.renew(waits);
  }

  /** Ends all sessions at once. */
  async close(): Promise<void> {
    await this.#sessions.close();
  }

  async #inProcess({ command, args }: Part, options: RunOptions): Promise<RawOutput> {
    const nonce = crypto.randomUUID().replaceAll("-", "");
    const argv = sayingPid(nonce, ["sh", "-c", withShell(command.text, args)]);
    const process = await this.#sessions.start(args, argv, { pty: args._getPty });
    let pid: string | undefined;
    const answer = runProcess(process, {
      input: stdinBytes(args._stdin),
      onOutput: decoded(options.onOutput),
      nonce,
      onPid: (said) => pid = said,
    });
    return await limited(answer, {
      timeout: args._timeout,
      signals: [options.signal, this.signal],
      end: () =>
        endPatiently(answer, async (signal) => {
          if (pid) await this.#kill(args, pid, signal).catch(() => process.kill(signal));
          else process.kill(signal);
        }),
      what: describe(command),
    });
  }

  async #inSession(parts: readonly Part[], options: RunOptions): Promise<Ran[]> {
    const args = parts[0]!.args;
    const group = options.guarded === false ? undefined : this.#group++;
    const watch = parts.map(() => Promise.withResolvers<void>());
    const commands = parts.map((part, index) => ({
      ...toSession(part.command, part.args),
      group,
      onOutput: decoded(options.onOutput),
      onBegin: watch[index]!.resolve,
    }));
    const behind = (options.behind ?? []).filter((one) =>
      one.args._timeout === args._timeout && identityKey(one.args) === identityKey(args)
    );
    const reads = behind.map((one) => ({ ...toSession(one.command, one.args), reads: true }));
    return await this.#sessions.use(args, async (session) => {
      const sent = session.send([...commands, ...reads]);
      this.#hearBehind(session, sent.splice(commands.length) as Promise<RawOutput>[], behind, sent.at(-1)!);
      const answers = sent.map((answer, index) =>
        limited(answer, {
          timeout: parts[index]!.args._timeout,
          begun: watch[index]!.promise,
          signals: [options.signal, this.signal],
          end: (why) => this.#end(session, args, answer, why),
          what: describe(parts[index]!.command),
        })
      );
      // All of them: the first failure in their order tells most, whichever comes first in time.
      return (await Promise.allSettled(answers)).map((one) => {
        if (one.status === "rejected") throw one.reason;
        return one.value;
      });
    });
  }

  #hearBehind(
    session: ShellSession,
    outputs: readonly Promise<RawOutput>[],
    behind: readonly ReadBehind[],
    last: Promise<unknown>,
  ): void {
    outputs.forEach((output, index) => {
      const { args, command, onSent } = behind[index]!;
      const heard = limited(output, {
        timeout: args._timeout,
        begun: last.catch(() => {}),
        signals: [this.signal],
        end: (why) => this.#end(session, args, output, why),
        what: describe(command),
      });
      // Nobody may ask for it.
      heard.catch(() => {});
      onSent(heard);
    });
  }

  /** Ends what runs in a session; a stopped run ends the session too, and with it what was sent ahead. */
  async #end(
    session: ShellSession,
    args: ShellArguments,
    answer: Promise<unknown>,
    why: "timeout" | "stopped",
  ): Promise<boolean> {
    let isCertain = true;
    const signalAll = async (signal: "TERM" | "KILL") => {
      const { pid } = session;
      const leave = why === "stopped";
      try {
        if (pid) await this.#kill(args, pid, signal, { folder: session.folder, leave });
      } catch {
        // The host takes no second process.
        isCertain = false;
        session.kill(leave ? "HUP" : signal);
      }
      if (!pid || signal === "KILL") await session.close();
    };
    const end = async () =>
      await endPatiently(why === "timeout" ? answer : session.over, signalAll) && (isCertain || session.isOpen);
    if (why === "timeout") return await end();
    let ending = this.#ending.get(session);
    if (ending === undefined) this.#ending.set(session, ending = end());
    return await ending;
  }

  /** Sends a signal to the group of a process over there. */
  async #kill(
    args: ShellArguments,
    pid: string,
    signal: "TERM" | "KILL",
    { folder = "", leave = false }: { readonly folder?: string; readonly leave?: boolean } = {},
  ): Promise<void> {
    const process = await this.#sessions.start(args, [
      "sh",
      "-c",
      KILL_GROUP,
      "sh",
      pid,
      signal,
      folder,
      leave ? "1" : "",
    ], {
      cleansUp: true,
    });
    await runProcess(process, {});
  }
}

/** How {@linkcode HostShell.stream} runs a program. */
export interface StreamOptions extends Pick<RunProcessOptions, "input" | "output"> {
  readonly signal?: AbortSignal;
  /** What it does, for errors. */
  readonly what: string;
}

interface Part {
  readonly command: ShellCommand;
  readonly args: ShellArguments;
}

/** Cuts commands where they need another session or a process of their own. */
function partsOf(all: readonly Part[]): Part[][] {
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

function identityKey(args: ShellArguments): string {
  return JSON.stringify(identityOf(args));
}

function needsProcess(args: ShellArguments): boolean {
  return args._getPty === true || args._stdin !== undefined;
}

function toSession(command: ShellCommand, args: ShellArguments): SessionCommand {
  const text = withShell(command.text, { _chdir: args._chdir, _env: args._env, _shellExecutable: null });
  return { text, shell: args._shellExecutable ?? "sh", successExitCodes: args._successExitCodes };
}

/** Whether a command's exit code is one of those that are no failure. */
export function succeeded(output: RawOutput, args: ShellArguments): boolean {
  return output.code !== null && (args._successExitCodes ?? [0]).includes(output.code);
}

/** Output as text for scripts. */
export function toCommandOutput(output: RawOutput): CommandOutput {
  const stdout = textOf(output.stdout);
  return { stdout, stderr: textOf(output.stderr), code: output.code, stdoutLines: linesOf(stdout) };
}

function decoded(onOutput: RunOptions["onOutput"]): SessionCommand["onOutput"] {
  if (onOutput === undefined) return undefined;
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  return (stream, bytes) => onOutput(stream, decoders[stream].decode(bytes, { stream: true }));
}
