import { identityOf, mask, type ShellArguments } from "../command/mod.ts";
import { ConnectError } from "../errors.ts";
import { describeIdentity, identityArgv, spawnAs } from "./identity.ts";
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
}

/** How a process of its own is started. */
export interface StartOptions {
  /** Give it a terminal. Default: `false`. */
  readonly pty?: boolean;
  /** It cleans up, so it starts even when the run is stopped. Default: `false`. */
  readonly cleansUp?: boolean;
}

/** The sessions of one host, one for each identity, opened when they are first needed. */
export class Sessions {
  readonly #sessions = new Map<string, Promise<ShellSession>>();

  constructor(private readonly options: SessionsOptions) {}

  /** Hands the session of an identity to a function that sends something, in a moment when the session takes it. */
  async use<T>(args: ShellArguments, send: (session: ShellSession) => T): Promise<T> {
    const identity = identityOf(args);
    const key = JSON.stringify(identity);
    while (true) {
      this.options.signal.throwIfAborted();
      const opening = this.#sessions.get(key) ?? this.#remember(key, this.#open(identity));
      const session = await opening;
      if (session.isOpen) return send(session);
      if (this.#sessions.get(key) === opening) this.#sessions.delete(key);
    }
  }

  /** Starts a process of its own as the user of an identity. */
  async start(args: ShellArguments, program: readonly string[], options: StartOptions = {}): Promise<Process> {
    this.options.traffic.processes++;
    const identity = identityOf(args);
    const spawn = this.#spawn(options.cleansUp ?? false);
    const { signal, started } = options.cleansUp ? { signal: undefined, started: () => {} } : this.#starting();
    try {
      return options.pty
        ? await spawn(identityArgv(identity, program), { pty: true, signal })
        : await spawnAs(spawn, identity, program, { ...this.options, signal });
    } finally {
      started();
    }
  }

  /** Ends all sessions, after the replies to what was sent. */
  async renew(): Promise<void> {
    await this.#end((session) => session.idle());
  }

  /** Ends all sessions at once. */
  async close(): Promise<void> {
    await this.#end(() => Promise.resolve());
  }

  async #end(before: (session: ShellSession) => Promise<void>): Promise<void> {
    const sessions = [...this.#sessions.values()];
    this.#sessions.clear();
    await Promise.all(sessions.map(async (opening) => {
      const session = await opening.catch(() => undefined);
      if (session === undefined) return;
      await before(session);
      await session.close();
    }));
  }

  #remember(key: string, opening: Promise<ShellSession>): Promise<ShellSession> {
    this.#sessions.set(key, opening);
    opening.catch(() => this.#sessions.get(key) === opening && this.#sessions.delete(key));
    return opening;
  }

  async #open(identity: ShellArguments): Promise<ShellSession> {
    const { signal, started } = this.#starting();
    const process = await spawnAs(this.#spawn(false), identity, ["sh"], { ...this.options, signal });
    const session = new ShellSession(process, {
      traffic: this.options.traffic,
      endReaders: async (pids) => await this.#endReaders(identity, pids),
      notStarted: (why) => notStarted(identity, why),
    });
    session.hello.then(started, started);
    // su without a password may ask for one and read what was sent as that; nothing else asks.
    if (identity._suUser) await session.hello;
    return session;
  }

  /** A signal for a start alone: once something runs it is ended with patience, which aborting it would not be. */
  #starting(): { readonly signal: AbortSignal; readonly started: () => void } {
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
      while (true) {
        try {
          return await this.options.spawn(argv, options);
        } catch (error) {
          if (!(error instanceof ConnectError) || options?.signal?.aborted) throw error;
          if (!await this.#makeRoom(cleansUp)) throw error;
        }
      }
    };
  }

  /** Ends the session that is first without work, or only one that is so now; whether there was one. */
  async #makeRoom(now: boolean): Promise<boolean> {
    const sessions: [key: string, session: ShellSession][] = [];
    for (const [key, opening] of this.#sessions) {
      const session = await Promise.race([opening.catch(() => undefined), undefined]);
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
      : "Check that the user exists and may be changed to.",
  });
}
