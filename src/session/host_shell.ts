import { describe, type ShellArguments, type ShellCommand } from "../command/mod.ts";
import type { GroupAhead, ReadBehind } from "./ahead.ts";
import { Ending } from "./ending.ts";
import { decoded, type Line, lineOf, together, toSession } from "./lines.ts";
import { LeftBehind } from "./left_behind.ts";
import { endPatiently, limited } from "./limits.ts";
import { onAbort } from "./on_abort.ts";
import { succeeded } from "./outcome.ts";
import type { RawOutput } from "./output.ts";
import { identityKey, needsProcess, ownProcess, type Part, partsOf } from "./parts.ts";
import { Passwords } from "./passwords.ts";
import type { Spawn } from "./process.ts";
import { runProcess, type RunProcessOptions, sayingPid } from "./run_process.ts";
import type { Shell } from "./shell.ts";
import { INLINE_LIMIT } from "./upload.ts";
import type { ShellSession, Traffic } from "./session.ts";
import type { SessionAnswer, StreamName } from "./session_command.ts";
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
  /** What comes after the commands, sent in the same write. */
  readonly ahead?: readonly GroupAhead[];
  /** Once it is aborted nothing more begins of what was sent ahead. */
  readonly stop?: AbortSignal;
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
  readonly #ending: Ending;
  #group = 1;

  /**
   * @param spawn starts processes over there
   * @param signal ends what runs
   * @param passwords what became of passwords on the other hosts of the run
   * @param where the name of the host
   * @param left what lost links have left running there
   */
  constructor(
    spawn: Spawn,
    private readonly signal: AbortSignal,
    passwords: Passwords = new Passwords(),
    where = "this host",
    left: LeftBehind = new LeftBehind(),
  ) {
    this.#sessions = new Sessions({ spawn, where, signal, passwords, traffic: this.traffic, left });
    this.#ending = new Ending(this.#sessions);
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
      const isLast = part === parts.at(-1);
      const ran = needsProcess(part[0]!.args)
        ? [await this.#inProcess(part[0]!, options)]
        : await this.#inSession(part, isLast ? options : { ...options, behind: [], ahead: [] });
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
        end: (why) => this.#ending.end(session, args, sent, why),
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
    const { argv, input } = ownProcess(command, args);
    const process = await this.#sessions.start(args, sayingPid(nonce, argv), { pty: args._getPty });
    let pid: string | undefined;
    const answer = runProcess(process, {
      input,
      onOutput: decoded(options.onOutput),
      nonce,
      onPid: (said) => pid = said,
    });
    return await limited(answer, {
      timeout: args._timeout,
      signals: [options.signal, this.signal],
      end: () =>
        endPatiently(answer, async (signal) => {
          if (pid) await this.#ending.kill(args, pid, signal).catch(() => process.kill(signal));
          else process.kill(signal);
        }),
      what: describe(command),
    });
  }

  async #inSession(parts: readonly Part[], options: RunOptions): Promise<Ran[]> {
    const { args } = parts[0]!;
    const { guarded, onOutput, ahead = [], signal, stop } = options;
    const behind = (options.behind ?? []).filter((one) =>
      one.args._timeout === args._timeout && identityKey(one.args) === identityKey(args)
    );
    const group = guarded === false ? undefined : this.#group++;
    const begun = ahead.map(() => Promise.withResolvers<void>());
    const lines = [
      ...parts.map((part) => lineOf(part, { group, onOutput: decoded(onOutput) })),
      ...ahead.flatMap((one, index) => this.#linesAhead(one, begun[index]!.resolve)),
      ...behind.map((one) => lineOf(one, { reads: true })),
    ];
    return await this.#sessions.use(args, async (session) => {
      const answers = this.#send(session, lines, signal);
      const last = answers.at(-1)!;
      const own = answers.splice(0, parts.length) as Promise<Ran>[];
      ahead.forEach(({ guards, commands, onSent }, index) =>
        onSent({
          begun: begun[index]!.promise,
          guards: together(answers.splice(0, guards.length)),
          commands: together(answers.splice(0, commands.length) as Promise<Ran>[]),
        })
      );
      behind.forEach(({ onSent }, index) => onSent(answers[index] as Promise<RawOutput>));
      if (ahead.length) this.#stopAheadBy(stop, session, args, last);
      return await together(own);
    });
  }

  /** Sends lines in one write; each has its own time, from when it begins. */
  #send(session: ShellSession, lines: readonly Line[], signal?: AbortSignal): Promise<SessionAnswer>[] {
    const begun = lines.map(() => Promise.withResolvers<void>());
    const hasBegun = new Set<number>();
    const sent = session.send(lines.map(({ command }, index) => ({
      ...command,
      onBegin: () => {
        command.onBegin?.();
        hasBegun.add(index);
        begun[index]!.resolve();
      },
    })));
    return sent.map((answer, index) => {
      const { args, command, what } = lines[index]!;
      let isEnded = false;
      const heard = limited(answer, {
        timeout: args._timeout,
        // What reads says nothing when it begins.
        begun: command.reads ? sent[index - 1]?.catch(() => {}) : begun[index]!.promise,
        signals: [signal, this.signal],
        end: async (why) => isEnded = await this.#ending.end(session, args, answer, why),
        what,
      }).catch((error): SessionAnswer => {
        const neverBegan = isEnded && error.code === "interrupted" && !hasBegun.has(index);
        if (neverBegan && (command.ahead || command.expected !== undefined)) return "skipped";
        throw error;
      });
      // Nobody may ask for what was sent ahead.
      heard.catch(() => {});
      return heard;
    });
  }

  #linesAhead({ guards, commands, args, onOutput }: GroupAhead, onBegin: () => void): Line[] {
    const group = this.#group++;
    const hear = decoded(onOutput);
    return [
      ...guards.map((guard) => lineOf(guard, { reads: true, group, expected: guard.expected })),
      ...commands.map((command) =>
        lineOf({ command, args: { ...args, ...command.globals } }, { group, ahead: true, onOutput: hear, onBegin })
      ),
    ];
  }

  /** Nothing new begins once the run is to stop, also of what was sent already. */
  #stopAheadBy(
    stop: AbortSignal | undefined,
    session: ShellSession,
    args: ShellArguments,
    last: Promise<unknown>,
  ): void {
    const isOver = onAbort(stop, () => void this.#ending.stopAhead(session, args));
    last.then(isOver, isOver);
  }
}

/** How {@linkcode HostShell.stream} runs a program. */
export interface StreamOptions extends Pick<RunProcessOptions, "input" | "output"> {
  readonly signal?: AbortSignal;
  /** What it does, for errors. */
  readonly what: string;
}
