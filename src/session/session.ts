import { quote } from "../command/mod.ts";
import { bootstrap } from "./bootstrap.ts";
import { FrameReader } from "./frames.ts";
import { Capture, type RawOutput } from "./output.ts";
import type { Process } from "./process.ts";

/** The stream of a process that output came from. */
export type StreamName = "stdout" | "stderr";

/** One command for a session. */
export interface SessionCommand {
  /** The text for `SHELL -c`. */
  readonly text: string;
  /** The shell. Default: `sh`. */
  readonly shell?: string;
  /** A read-only command goes straight onto the session's streams, in the C locale; it must leave nothing running. */
  readonly reads?: boolean;
  /** Commands of one group stop at the first that fails. Default: a group of its own. */
  readonly group?: number;
  /** Exit codes that are no failure. Default: `[0]`. */
  readonly successExitCodes?: readonly number[];
  /** Called with output as it comes. */
  readonly onOutput?: (stream: StreamName, bytes: Uint8Array) => void;
  /** Called when the command starts to run over there. */
  readonly onBegin?: () => void;
}

/** The link to a session's host is gone; whether its commands in flight ran is unknown. */
export class LinkLost extends Error {
  override name = "LinkLost";
}

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
  readonly resolve: (output: RawOutput | "skipped") => void;
  readonly reject: (error: unknown) => void;
  code: number | null;
  skipped: boolean;
  begun: boolean;
  readers?: string;
}

/** How long a command's readers may outlive it before they are ended; nothing but time is lost when it is too short. */
const LINGER_MS = 250;

/** How long a shell may take to notice that its input ended. */
const CLOSE_MS = 2000;

/** A long-lived shell on a process: takes commands, gives their framed output. */
export class ShellSession {
  /** The process id of the shell over there. */
  readonly hello: Promise<string>;
  /** Settles when the session is over. */
  readonly over: Promise<LinkLost>;
  readonly #nonce = crypto.randomUUID().replaceAll("-", "");
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  readonly #inFlight: InFlight[] = [];
  readonly #lingering = new Map<number, ReturnType<typeof setTimeout>>();
  readonly #encoder = new TextEncoder();
  readonly #greeted = new Set<StreamName>();
  #nextId = 1;
  #early = "";
  #lost: LinkLost | undefined;
  #greet!: (pid: string) => void;
  #refuse!: (error: unknown) => void;
  #end!: (error: LinkLost) => void;

  /**
   * @param process a `sh` that waits for its first line
   * @param traffic the connection's counters
   * @param endReaders ends processes over there, by their ids, as the session's user
   */
  constructor(
    private readonly process: Process,
    private readonly traffic: Traffic,
    private readonly endReaders: (pids: string) => void,
  ) {
    this.#writer = process.stdin.getWriter();
    this.hello = new Promise((resolve, reject) => [this.#greet, this.#refuse] = [resolve, reject]);
    this.hello.catch(() => {});
    this.over = new Promise((resolve) => this.#end = resolve);
    traffic.sessions++;
    void this.#serve();
    this.#write(bootstrap(this.#nonce));
  }

  /** Whether commands can be sent. */
  get isOpen(): boolean {
    return this.#lost === undefined;
  }

  /** How many commands have no answer yet. */
  get pending(): number {
    return this.#inFlight.length;
  }

  /**
   * Sends commands in one write, without waiting for earlier ones.
   *
   * @returns one promise for each; `"skipped"` where one before it in its group failed
   */
  send(commands: readonly SessionCommand[]): Promise<RawOutput | "skipped">[] {
    let text = "";
    const answers = commands.map((command) => {
      const id = this.#nextId++;
      const shell = quote(command.shell ?? "sh");
      text += command.reads
        ? `f ${id} ${shell} ${quote(command.text)}\n`
        : `c ${id} ${command.group ?? `x${id}`} ${quote((command.successExitCodes ?? [0]).join(" "))} ${shell} ${
          quote(command.text)
        }\n`;
      return new Promise<RawOutput | "skipped">((resolve, reject) => {
        if (this.#lost) return reject(this.#lost);
        this.#inFlight.push({
          id,
          command,
          stdout: new Capture(),
          stderr: new Capture(),
          ended: new Set(),
          resolve,
          reject,
          code: null,
          skipped: false,
          begun: false,
        });
      });
    });
    this.#write(text);
    return answers;
  }

  /** Ends the session; commands in flight are lost. */
  async close(): Promise<void> {
    const idle = this.pending === 0;
    this.#lose("the session was closed");
    this.#writer.close().catch(() => {});
    if (!idle) this.process.kill("HUP");
    const patience = setTimeout(() => this.process.kill("KILL"), CLOSE_MS);
    await this.process.status.catch(() => {});
    clearTimeout(patience);
  }

  #write(text: string): void {
    if (this.#lost) return;
    const bytes = this.#encoder.encode(text);
    this.traffic.bytesSent += bytes.length;
    if (this.traffic.replied) {
      this.traffic.turns++;
      this.traffic.replied = false;
    }
    this.#writer.write(bytes).catch((error) => this.#lose(`writing failed: ${error?.message ?? error}`));
  }

  async #serve(): Promise<void> {
    const stderr = this.#read("stderr");
    await Promise.all([this.#read("stdout"), stderr]);
    const status = await this.process.status.catch((error) => ({
      code: null,
      signal: String(error?.message ?? error),
    }));
    const how = status.code === null ? status.signal ?? "the link was lost" : `it ended with exit code ${status.code}`;
    this.#lose(this.#early ? `${how}: ${this.#early.trim()}` : how);
  }

  async #read(stream: StreamName): Promise<void> {
    const frames = new FrameReader(this.#nonce, {
      data: (bytes) => this.#data(stream, bytes),
      mark: (id, payload) => this.#mark(stream, id, payload),
    });
    try {
      for await (const chunk of this.process[stream]) {
        this.traffic.bytesReceived += chunk.length;
        this.traffic.replied = true;
        frames.push(chunk);
      }
    } catch (error) {
      this.#lose(`reading failed: ${(error as Error)?.message ?? error}`);
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
      if (stream === "stdout") this.#greet(payload);
      return;
    }
    if (payload === "ready" && stream === "stdout") this.#released(id);
    const current = this.#inFlight.find((one) => one.id === id);
    if (current === undefined) return;
    if (payload.startsWith("begin")) {
      current.readers = payload.slice("begin ".length) || undefined;
      current.begun = true;
      return current.command.onBegin?.();
    }
    // "ready" without an exit code before it: the command was ended by a signal to the whole group.
    if (payload === "skipped") current.skipped = true;
    else if (payload !== "ready") current.code = Number(payload);
    current.ended.add(stream);
    if (current.ended.size === 2) this.#finish(current);
  }

  #finish(done: InFlight): void {
    this.#inFlight.splice(this.#inFlight.indexOf(done), 1);
    const { readers } = done;
    if (readers && this.isOpen) {
      this.#lingering.set(done.id, setTimeout(() => this.endReaders(readers), LINGER_MS));
    }
    const { stdout, stderr, code } = done;
    done.resolve(done.skipped ? "skipped" : { stdout: stdout.done(), stderr: stderr.done(), code });
  }

  // The readers are gone: nothing can write into a later frame any more.
  #released(id: number): void {
    clearTimeout(this.#lingering.get(id));
    this.#lingering.delete(id);
  }

  #lose(why: string): void {
    if (this.#lost) return;
    this.#lost = new LinkLost(why);
    for (const timer of this.#lingering.values()) clearTimeout(timer);
    this.#lingering.clear();
    this.#refuse(this.#lost);
    for (const one of this.#inFlight.splice(0)) one.reject(this.#lost);
    this.#end(this.#lost);
  }
}
