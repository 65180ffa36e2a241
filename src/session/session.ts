import { bootstrap } from "./bootstrap.ts";
import { FrameReader } from "./frames.ts";
import type { LeftShell } from "./left_behind.ts";
import { LinkLost } from "./link_lost.ts";
import { Capture } from "./output.ts";
import type { Process, ProcessStatus } from "./process.ts";
import { lineFor, type SessionAnswer, type SessionCommand, type StreamName } from "./session_command.ts";

/** What the counters of a connection count. */
export interface Traffic {
  /** Changes of direction: a write after something was read. Each is a round trip at the most. */
  turns: number;
  /** Whether something was read since the last write. */
  replied: boolean;
  sessions: number;
  processes: number;
  bytesSent: number;
  bytesReceived: number;
}

interface InFlight {
  readonly id: number;
  readonly command: SessionCommand;
  readonly stdout: Capture;
  readonly stderr: Capture;
  readonly ended: Set<StreamName>;
  readonly resolve: (answer: SessionAnswer) => void;
  readonly reject: (error: unknown) => void;
  code: number | null;
  /** In place of a code. */
  word?: "skipped" | "same";
  begun: boolean;
  /** Its readers, until they are gone. */
  readers?: string;
}

/** What a session asks of its host. */
export interface SessionOptions {
  /** The connection's counters. */
  readonly traffic: Traffic;
  /** Ends processes over there, by their ids, as the session's user. */
  readonly endReaders: (pids: string) => Promise<void>;
  /** The error for a shell that ended before it said hello: none of what was sent has run. */
  readonly notStarted: (why: string) => Error;
}

/** How long a command's readers may outlive it before they are ended; nothing but time is lost when it is too short. */
const LINGER_MS = 250;

/** How long the streams of a shell that has ended are read on. */
const DRAIN_MS = 1000;

/** How long a shell may take to notice that its input ended. */
const CLOSE_MS = 2000;

/** A long-lived shell on a process: takes commands, gives their framed output. */
export class ShellSession {
  /** The process id of the shell over there. */
  readonly hello: Promise<string>;
  /** Settles when the session is over. */
  readonly over: Promise<Error>;
  /** The name of its folder over there. */
  readonly folder = `.drover-${crypto.randomUUID()}`;
  readonly #nonce = crypto.randomUUID().replaceAll("-", "");
  /** The process id of the shell, once it has said hello. */
  pid: string | undefined;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #inFlight: InFlight[] = [];
  readonly #lingering = new Map<number, { readonly readers: string; readonly timer: ReturnType<typeof setTimeout> }>();
  readonly #encoder = new TextEncoder();
  readonly #greeted = new Set<StreamName>();
  #nextId = 1;
  #early = "";
  #born = "";
  #left: LeftShell | undefined;
  #lost: Error | undefined;
  #idle = Promise.withResolvers<void>();
  #greet!: (pid: string) => void;
  #refuse!: (error: unknown) => void;
  #end!: (error: Error) => void;

  /** @param process a `sh` that waits for its first line */
  constructor(private readonly process: Process, private readonly options: SessionOptions) {
    this.#writer = process.stdin.getWriter();
    this.hello = new Promise((resolve, reject) => [this.#greet, this.#refuse] = [resolve, reject]);
    this.hello.catch(() => {});
    this.over = new Promise((resolve) => this.#end = resolve);
    options.traffic.sessions++;
    void this.#serve();
    this.#write(bootstrap(this.#nonce, this.folder));
  }

  /** Whether commands can be sent. */
  get isOpen(): boolean {
    return this.#lost === undefined;
  }

  /** How many commands have no answer yet. */
  get pending(): number {
    return this.#inFlight.length;
  }

  /** Whether what a command left running may still hold the shell up. */
  get isLingering(): boolean {
    return this.#lingering.size > 0;
  }

  /** The shell over there, where the link to it was lost while it had commands. */
  get left(): LeftShell | undefined {
    return this.#left;
  }

  /** Waits until no command is without an answer. */
  async idle(): Promise<void> {
    while (this.pending > 0) await this.#idle.promise;
  }

  /**
   * Sends commands in one write, without waiting for earlier ones.
   *
   * @returns one promise for each
   */
  send(commands: readonly SessionCommand[]): Promise<SessionAnswer>[] {
    let text = "";
    const answers = commands.map((command) => {
      const id = this.#nextId++;
      text += lineFor(id, command);
      return new Promise<SessionAnswer>((resolve, reject) => {
        if (this.#lost) return reject(notSent(this.#lost));
        this.#inFlight.push({
          id,
          command,
          stdout: new Capture(),
          stderr: new Capture(),
          ended: new Set(),
          resolve,
          reject,
          code: null,
          begun: false,
        });
      });
    });
    this.#write(text);
    return answers;
  }

  /** Sends a signal to all that runs in it, as far as the connector can; the session may be over by it. */
  kill(signal: "TERM" | "KILL" | "HUP"): void {
    this.process.kill(signal);
  }

  /** Ends the session; commands in flight are lost. */
  async close(): Promise<void> {
    const idle = this.pending === 0;
    const held = [...this.#lingering.values()];
    this.#lose(new LinkLost("the session was closed"));
    this.#writer.close().catch(() => {});
    if (!idle) this.process.kill("HUP");
    // The shell comes to its end only when it need not wait for what was left running.
    await Promise.all(held.map(({ readers }) => this.options.endReaders(readers).catch(() => {})));
    const patience = setTimeout(() => this.process.kill("KILL"), CLOSE_MS);
    await this.process.status.catch(() => {});
    clearTimeout(patience);
  }

  #write(text: string): void {
    if (this.#lost) return;
    const bytes = this.#encoder.encode(text);
    const { traffic } = this.options;
    traffic.bytesSent += bytes.length;
    if (traffic.replied) {
      traffic.turns++;
      traffic.replied = false;
    }
    // A shell that has ended takes no more, but may have said why: its status tells more than the failed write.
    this.#writer.write(bytes).catch(() => {});
  }

  async #serve(): Promise<void> {
    const streams = Promise.all([this.#read("stdout"), this.#read("stderr")]);
    const status = await this.process.status;
    // What the shell left behind may hold its streams open for ever.
    const patience = Promise.withResolvers<void>();
    const timer = setTimeout(patience.resolve, DRAIN_MS);
    await Promise.race([streams, patience.promise]);
    clearTimeout(timer);
    const said = this.#early.trim();
    const why = `${howItEnded(status)}${said ? `: ${said}` : ""}`;
    this.#lose(this.pid === undefined && status.code !== null ? this.options.notStarted(why) : new LinkLost(why));
  }

  async #read(stream: StreamName): Promise<void> {
    const frames = new FrameReader(this.#nonce, {
      data: (bytes) => this.#data(stream, bytes),
      mark: (id, payload) => this.#mark(stream, id, payload),
    });
    try {
      for await (const chunk of this.process[stream]) {
        this.options.traffic.bytesReceived += chunk.length;
        this.options.traffic.replied = true;
        frames.push(chunk);
      }
    } catch (error) {
      this.#lose(new LinkLost(`reading failed: ${(error as Error)?.message ?? error}`));
    }
  }

  #data(stream: StreamName, bytes: Uint8Array): void {
    const current = this.#inFlight.find((one) => !one.ended.has(stream));
    // Before the first mark it is the login shell's or sudo's; between commands it is nobody's.
    if (current === undefined || !this.#greeted.has(stream)) {
      if (this.#early.length < 4096) this.#early += new TextDecoder().decode(bytes);
      return;
    }
    current[stream].push(bytes);
    current.command.onOutput?.(stream, bytes);
  }

  #mark(stream: StreamName, id: number, payload: string): void {
    if (id === 0) {
      this.#greeted.add(stream);
      if (this.#greeted.size === 2) this.#early = "";
      if (stream === "stderr") return;
      [this.pid = "", this.#born = ""] = payload.split(" ");
      return this.#greet(this.pid);
    }
    const current = this.#inFlight.find((one) => one.id === id);
    if (payload === "ready") this.#released(id, current);
    if (current === undefined) return;
    if (payload.startsWith("begin")) {
      current.readers = payload.slice("begin ".length) || undefined;
      current.begun = true;
      return current.command.onBegin?.();
    }
    // "ready" without an exit code before it: the command was ended by a signal to the whole group.
    if (payload === "skipped" || payload === "same") current.word = payload;
    else if (payload !== "ready") current.code = Number(payload);
    current.ended.add(stream);
    if (current.ended.size === 2) this.#finish(current);
  }

  #finish(done: InFlight): void {
    this.#inFlight.splice(this.#inFlight.indexOf(done), 1);
    const { readers } = done;
    if (readers && this.isOpen) {
      const timer = setTimeout(() => void this.#endReaders(readers), LINGER_MS);
      this.#lingering.set(done.id, { readers, timer });
    }
    const { stdout, stderr, code, word } = done;
    done.resolve(word ?? { stdout: stdout.done(), stderr: stderr.done(), code });
    this.#tellIdle();
  }

  // Where the host takes no second process the shell would wait for as long as what was left running: a new one does not.
  async #endReaders(pids: string): Promise<void> {
    try {
      await this.options.endReaders(pids);
    } catch (error) {
      this.#lose(new LinkLost(`what a command left running cannot be told apart: ${(error as Error).message}`));
      this.process.kill("KILL");
    }
  }

  #tellIdle(): void {
    if (this.pending > 0) return;
    this.#idle.resolve();
    this.#idle = Promise.withResolvers();
  }

  // The readers are gone: nothing can write into a later frame any more.
  #released(id: number, current: InFlight | undefined): void {
    // The streams of a connection overtake each other: stdout may be ready before stderr has ended.
    if (current) current.readers = undefined;
    clearTimeout(this.#lingering.get(id)?.timer);
    this.#lingering.delete(id);
  }

  #lose(error: Error): void {
    if (this.#lost) return;
    this.#lost = error;
    if (this.pending > 0 && this.pid && this.#born) this.#left = { pid: this.pid, born: this.#born };
    for (const { timer } of this.#lingering.values()) clearTimeout(timer);
    this.#lingering.clear();
    this.#refuse(error);
    for (const one of this.#inFlight.splice(0)) one.reject(error);
    this.#tellIdle();
    this.#end(error);
  }
}

function howItEnded({ code, signal }: ProcessStatus): string {
  if (code !== null) return `its shell ended with exit code ${code}`;
  return signal === undefined ? "the connection broke" : `its shell was ended by ${signal}`;
}

function notSent(why: Error): Error {
  return why instanceof LinkLost ? new LinkLost("earlier", "nothing was sent") : why;
}
