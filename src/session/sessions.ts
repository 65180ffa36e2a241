import { setTimeout as delay } from "node:timers/promises";
import { identityOf, mask, type ShellArguments } from "../command/mod.ts";
import { ConnectError } from "../errors.ts";
import { describeIdentity, spawnAs } from "./identity.ts";
import type { LeftBehind } from "./left_behind.ts";
import type { Passwords } from "./passwords.ts";
import type { Process, Spawn } from "./process.ts";
import { ShellSession, type Traffic } from "./session.ts";

/** What the sessions of a host need. */
export interface SessionsOptions {
  readonly spawn: Spawn;
  /** The name of the host. */
  readonly where: string;
  /** The run is stopped for good: nothing is started any more, and what is just being started is ended. */
  readonly signal: AbortSignal;
  readonly passwords: Passwords;
  readonly traffic: Traffic;
  /** What lost links have left running. */
  readonly left: LeftBehind;
}

/** How a process of its own is started. */
export interface StartOptions {
  /** Give it a terminal. Default: `false`. */
  readonly pty?: boolean;
  /** It cleans up, so it starts even when the run is stopped. Default: `false`. */
  readonly cleansUp?: boolean;
}

/** How long to wait before trying again to start a process that the host has refused. */
const PAUSES_MS = [10, 30, 90, 270, 600];

/** The sessions of one host, one for each identity, opened when they are first needed. */
export class Sessions {
  readonly #sessions = new Map<string, Promise<ShellSession>>();
  readonly #closing = new Set<Promise<void>>();
  readonly #opened = new Map<Promise<ShellSession>, ShellSession>();

  #started = 0;
  #starting = 0;

  constructor(private readonly options: SessionsOptions) {}

  /** Hands the session of an identity to a function that sends something, in a moment when the session takes it. */
  async use<T>(args: ShellArguments, send: (session: ShellSession) => T): Promise<T> {
    const identity = identityOf(args);
    const key = JSON.stringify(identity);
    while (true) {
      this.options.signal.throwIfAborted();
      if (!this.options.left.isEmpty) await this.#waitForLeft();
      const opening = this.#opening(identity, key);
      const session = await opening;
      if (session.isOpen) return send(session);
      if (this.#sessions.get(key) === opening) this.#sessions.delete(key);
    }
  }

  /** Starts a process of its own as the user of an identity. */
  async start(args: ShellArguments, program: readonly string[], options: StartOptions = {}): Promise<Process> {
    this.options.traffic.processes++;
    const identity = identityOf(args);
    if (!options.cleansUp && !this.options.left.isEmpty) await this.#waitForLeft();
    const spawn = this.#spawn(options.cleansUp ?? false);
    const { signal, started } = options.cleansUp ? { signal: undefined, started: () => {} } : this.#startSignal();
    try {
      return await spawnAs(spawn, identity, program, { ...this.options, pty: options.pty, signal });
    } finally {
      started();
    }
  }

  /**
   * Ends all sessions, after the replies to what was sent.
   *
   * @param waits whether to wait for their ends; for those that something holds up it is waited in any case
   */
  async renew(waits = true): Promise<void> {
    await this.#end((session) => session.idle(), waits);
  }

  /** Ends all sessions at once. */
  async close(): Promise<void> {
    await this.#end(() => Promise.resolve());
  }

  async #end(before: (session: ShellSession) => Promise<void>, waits = true): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    await Promise.all(sessions.map(async (opening) => {
      const session = await opening.catch(() => undefined);
      if (session === undefined) return;
      await before(session);
      const { isLingering } = session;
      const closing = session.close().finally(() => this.#closing.delete(closing));
      this.#closing.add(closing);
      if (isLingering) await closing;
    }));
    if (waits) await Promise.all(this.#closing);
  }

  /** A new session of a user waits for what older ones have left running, or ends it. */
  async #waitForLeft(): Promise<void> {
    for (const identity of this.options.left.identities) await this.#opening(identity, JSON.stringify(identity));
  }

  #opening(identity: ShellArguments, key: string): Promise<ShellSession> {
    return this.#sessions.get(key) ?? this.#remember(identity, key, this.#open(identity));
  }

  #remember(identity: ShellArguments, key: string, opening: Promise<ShellSession>): Promise<ShellSession> {
    this.#sessions.set(key, opening);
    opening.then(
      (session) => {
        this.#opened.set(opening, session);
        session.over.then(() => {
          this.#opened.delete(opening);
          if (this.#sessions.get(key) === opening) this.#sessions.delete(key);
          this.options.left.note(identity, session);
        });
      },
      () => this.#sessions.get(key) === opening && this.#sessions.delete(key),
    );
    return opening;
  }

  async #open(identity: ShellArguments): Promise<ShellSession> {
    const { signal, started } = this.#startSignal();
    const process = await spawnAs(this.#spawn(false), identity, ["sh"], { ...this.options, signal });
    const session = new ShellSession(process, {
      traffic: this.options.traffic,
      endReaders: async (pids) => await this.#endReaders(identity, pids),
      notStarted: (why) => notStarted(identity, why),
    });
    session.hello.then(started, started);
    // su without a password may ask for one and read what was sent as that; nothing else asks.
    if (identity._suUser) await session.hello;
    // No turn is lost where there is nothing to wait for: what comes next goes out with the bootstrap.
    if (!this.options.left.isEmpty) await this.options.left.settle(identity, session, this.options.signal);
    return session;
  }

  /** A signal for a start alone: once something runs it is ended with patience, which aborting it would not be. */
  #startSignal(): { readonly signal: AbortSignal; readonly started: () => void } {
    const { signal } = this.options;
    signal.throwIfAborted();
    const start = new AbortController();
    const abort = () => start.abort(signal.reason);
    signal.addEventListener("abort", abort);
    return { signal: start.signal, started: () => signal.removeEventListener("abort", abort) };
  }

  async #endReaders(identity: ShellArguments, pids: string): Promise<void> {
    const process = await this.start(identity, ["sh", "-c", "kill -9 $1", "sh", pids], { cleansUp: true });
    await Promise.all([process.stdout.cancel(), process.stderr.cancel(), process.stdin.close(), process.status])
      .catch(() => {});
  }

  /** Starts a process. Where the host takes no further one, a session without work makes room for it. */
  #spawn(cleansUp: boolean): Spawn {
    return async (argv, options) => {
      for (let tries = 0;;) {
        try {
          this.#starting++;
          const process = await this.options.spawn(argv, options).finally(() => this.#starting--);
          this.#started++;
          return process;
        } catch (error) {
          if (!(error instanceof ConnectError) || options?.signal?.aborted) throw error;
          if (await this.#makeRoom(cleansUp)) continue;
          // Others are being started and will make room, or the server still counts one that has just ended.
          if (this.#started + this.#starting === 0 || ++tries > PAUSES_MS.length) throw error;
          await delay(PAUSES_MS[tries - 1]!);
        }
      }
    };
  }

  /** Ends the session that is first without work, or only one that is so now; whether there was one. */
  async #makeRoom(now: boolean): Promise<boolean> {
    const sessions: [key: string, session: ShellSession][] = [];
    for (const [key, opening] of this.#sessions) {
      const session = this.#opened.get(opening);
      if (session?.isOpen && !session.isLingering && !(now && session.pending)) sessions.push([key, session]);
    }
    if (sessions.length === 0) return false;
    const [key, session] = await Promise.race(sessions.map(async (one) => {
      await one[1].idle();
      return one;
    }));
    if (!session.isOpen) return true;
    this.#sessions.delete(key);
    await session.close();
    return true;
  }
}

function notStarted(identity: ShellArguments, why: string): ConnectError {
  if (Object.keys(identity).length === 0) {
    return new ConnectError(`Cannot start a shell: ${mask(why)}`, {
      hint: "Check that the user's login shell works and that the host has sh.",
    });
  }
  return new ConnectError(`Cannot become ${describeIdentity(identity)}: ${mask(why)}`, {
    hint: identity._sudo && /password/.test(why)
      ? "Give the password: --use-sudo-password asks for it, _sudoPassword or data sudo_password hold it."
      : identity._suUser && /password|authentication/i.test(why)
      ? "Give the password of the user as _suPassword, or let root do it with _sudo."
      : "Check that the user exists and may be changed to.",
  });
}
