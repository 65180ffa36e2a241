import {
  type CommandOutput,
  describe,
  identityOf,
  linesOf,
  mask,
  type ShellArguments,
  type ShellCommand,
  withShell,
} from "../command/mod.ts";
import { ConnectError, DroverError } from "../errors.ts";
import { describeIdentity, identityArgv, spawnAs } from "./identity.ts";
import { type RawOutput, textOf } from "./output.ts";
import type { Spawn } from "./process.ts";
import { runProcess } from "./run_process.ts";
import { type SessionCommand, ShellSession, type StreamName, type Traffic } from "./session.ts";

/** How a command on a host is run. */
export interface RunOptions {
  readonly signal?: AbortSignal;
  /** Called with output as it comes. */
  readonly onOutput?: (stream: StreamName, text: string) => void;
  /** Commands of one call stop at the first that fails. Default: `true`. */
  readonly guarded?: boolean;
}

/** What became of a command: its output, or `undefined` where one before it failed. */
export type Ran = RawOutput | "skipped";

/** After TERM a command has this long to end before it is killed. */
const GRACE_MS = 5000;

/**
 * All shells of one host: a session for each identity, opened when it is first needed, and processes of their own for
 * commands that need a terminal or stdin.
 */
export class HostShell {
  readonly traffic: Traffic = { turns: 0, replied: true, sessions: 0, processes: 0, bytesSent: 0, bytesReceived: 0 };
  readonly #sessions = new Map<string, Promise<ShellSession>>();
  #group = 1;

  constructor(private readonly spawn: Spawn, private readonly signal: AbortSignal) {}

  /** Runs commands as one group: sent together where they can be, stopped at the first that fails. */
  async run(commands: readonly ShellCommand[], args: ShellArguments, options: RunOptions = {}): Promise<Ran[]> {
    const results: Ran[] = [];
    let failed = false;
    for (const part of partsOf(commands.map((command) => ({ command, args: { ...args, ...command.globals } })))) {
      if (failed) {
        results.push(...part.map(() => "skipped" as const));
        continue;
      }
      const ran = needsProcess(part[0]!.args)
        ? [await this.#inProcess(part[0]!, options)]
        : await this.#inSession(part, options);
      results.push(...ran);
      failed = options.guarded !== false &&
        ran.some((one, index) => one === "skipped" || !succeeded(one, part[index]!.args));
    }
    return results;
  }

  /** Reads: commands that change nothing and leave nothing running, all in one round trip. */
  async read(commands: readonly ShellCommand[], args: ShellArguments, signal?: AbortSignal): Promise<RawOutput[]> {
    const session = await this.#session(args);
    const sent = session.send(
      commands.map((command) => ({ ...toSession(command, { ...args, ...command.globals }), reads: true })),
    );
    return await this.#limited(session, args, Promise.all(sent) as Promise<RawOutput[]>, args._timeout, signal);
  }

  /** Runs a program as the user of `args`, with stdin from `input`; for streams too large for the session. */
  async stream(
    program: readonly string[],
    args: ShellArguments,
    options: Parameters<typeof runProcess>[1],
  ): Promise<RawOutput> {
    this.traffic.processes++;
    return await runProcess(await spawnAs(this.spawn, identityOf(args), program, this.signal), options);
  }

  /** Ends the sessions of an identity, or all: users, groups and environment of new ones are fresh. */
  async closeSessions(): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    await Promise.all(sessions.map(async (session) => await (await session.catch(() => undefined))?.close()));
  }

  /** Sends a signal to all that runs in the sessions. */
  async interrupt(signal: "TERM" | "KILL"): Promise<void> {
    await Promise.allSettled([...this.#sessions].map(async ([key, opening]) => {
      const session = await opening;
      if (session.pending) await this.#signalGroup(session, JSON.parse(key), signal);
    }));
  }

  async #inProcess({ command, args }: Part, options: RunOptions): Promise<RawOutput> {
    this.traffic.processes++;
    const argv = ["sh", "-c", withShell(command.text, args)];
    const process = args._getPty
      ? await this.spawn(identityArgv(identityOf(args), argv), { pty: true, signal: this.signal })
      : await spawnAs(this.spawn, identityOf(args), argv, this.signal);
    return await runProcess(process, {
      input: stdinOf(args._stdin),
      timeout: args._timeout,
      signal: options.signal,
      onOutput: decoded(options.onOutput),
      what: describe(command),
    });
  }

  async #inSession(parts: readonly Part[], options: RunOptions): Promise<Ran[]> {
    const args = parts[0]!.args;
    const session = await this.#session(args);
    const group = options.guarded === false ? undefined : this.#group++;
    const watch = parts.map(() => Promise.withResolvers<void>());
    const sent = session.send(parts.map((part, index) => ({
      ...toSession(part.command, part.args),
      group,
      onOutput: decoded(options.onOutput),
      onBegin: watch[index]!.resolve,
    })));
    const limited = sent.map(async (answer, index) => {
      const timeout = parts[index]!.args._timeout;
      if (timeout !== undefined) await Promise.race([watch[index]!.promise, answer]);
      return await this.#limited(session, args, answer, timeout, options.signal);
    });
    return await Promise.all(limited);
  }

  /** Waits for an answer, but ends the command when its time is over or the run is stopped. */
  async #limited<T>(
    session: ShellSession,
    args: ShellArguments,
    answer: Promise<T>,
    timeout: number | undefined,
    signal?: AbortSignal,
  ): Promise<T> {
    answer.catch(() => {});
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stopped = Promise.withResolvers<"timeout" | "stopped">();
    const onAbort = () => stopped.resolve("stopped");
    if (timeout !== undefined) timer = setTimeout(() => stopped.resolve("timeout"), timeout * 1000);
    signal?.addEventListener("abort", onAbort);
    if (signal?.aborted) onAbort();
    try {
      const first = await Promise.race([answer, stopped.promise]);
      if (first !== "timeout" && first !== "stopped") return first as T;
      await this.#end(session, args, answer);
      if (first === "stopped") throw new DroverError("interrupted", "The run was stopped");
      throw new DroverError("timeout", `The command did not end within ${timeout} s and was ended`, {
        hint: "Raise _timeout if it needs more time.",
      });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    }
  }

  async #end(session: ShellSession, args: ShellArguments, answer: Promise<unknown>): Promise<void> {
    const ended = answer.then(() => true, () => true);
    await this.#signalGroup(session, args, "TERM").catch(() => {});
    const patience = Promise.withResolvers<false>();
    const timer = setTimeout(() => patience.resolve(false), GRACE_MS);
    if (!await Promise.race([ended, patience.promise])) {
      await this.#signalGroup(session, args, "KILL").catch(() => {});
      await session.close();
    }
    clearTimeout(timer);
  }

  async #signalGroup(session: ShellSession, args: ShellArguments, signal: "TERM" | "KILL"): Promise<void> {
    const pid = await session.hello;
    const script =
      'g=$(ps -o pgid= -p "$1" 2>/dev/null) || read -r _ _ _ _ g _ <"/proc/$1/stat"; set -- "$1" "$2" $g; kill -s "$2" -- "-$3"';
    await this.stream(["sh", "-c", script, "sh", pid, signal], args, { what: `kill ${signal}` });
  }

  /** The session of an identity, opened when there is none. */
  async #session(args: ShellArguments): Promise<ShellSession> {
    const identity = identityOf(args);
    const key = JSON.stringify(identity);
    const present = this.#sessions.get(key);
    if (present) return await present;
    const opening = this.#open(identity);
    this.#sessions.set(key, opening);
    const forget = () => {
      if (this.#sessions.get(key) === opening) this.#sessions.delete(key);
    };
    opening.then((session) => session.over.then(forget), forget);
    return await opening;
  }

  async #open(identity: ShellArguments): Promise<ShellSession> {
    const process = await spawnAs(this.spawn, identity, ["sh"], this.signal);
    const endReaders = (pids: string) =>
      void this.stream(["sh", "-c", "kill -9 $1", "sh", pids], identity, { what: "kill" }).catch(() => {});
    const session = new ShellSession(process, this.traffic, endReaders);
    // Without a change of user nothing can go wrong that waiting would show: the first command goes out at once.
    if (Object.keys(identity).length === 0) return session;
    await session.hello.catch((error) => {
      throw new ConnectError(`Cannot become ${describeIdentity(identity)}: ${mask(error.message)}`, {
        hint: identity._sudo && /password/.test(error.message)
          ? "Give the password: --use-sudo-password asks for it, _sudoPassword or data sudo_password hold it."
          : "Check that the user exists and may be changed to.",
        cause: error,
      });
    });
    return session;
  }
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
    const key = needsProcess(one.args) ? "" : JSON.stringify(identityOf(one.args));
    if (key !== "" && key === last) parts.at(-1)!.push(one);
    else parts.push([one]);
    last = key;
  }
  return parts;
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

function stdinOf(stdin: ShellArguments["_stdin"]): Uint8Array | undefined {
  if (stdin === undefined || stdin instanceof Uint8Array) return stdin;
  return new TextEncoder().encode(typeof stdin === "string" ? stdin : stdin.map((line) => `${line}\n`).join(""));
}
