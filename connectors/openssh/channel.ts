import { Buffer } from "node:buffer";
import { ConnectError, endingByKey, type Process, type ProcessStatus, type SpawnOptions } from "drover/connectors";
import { type Field, type Fields, MESSAGE } from "./packets.ts";
import { Outlet } from "./outlet.ts";
import { printable } from "../ssh/printable.ts";

/** How much the host may send before we have taken it, in bytes. */
const WINDOW = 1024 * 1024;
const PACKET = 32 * 1024;
const STDERR = 1;

/** Where a channel belongs. */
export interface ChannelOptions {
  readonly where: string;
  readonly signals: boolean;
  readonly forwardAgent: boolean;
  send(type: number, ...fields: readonly Field[]): void;
  /** Called when its number is free again. */
  forget(): void;
}

/** A channel with one process at its other end. */
export class Channel {
  readonly #stdout = new Outlet((bytes) => this.#grant(bytes));
  readonly #stderr = new Outlet((bytes) => this.#grant(bytes));
  #peer = -1;
  /** What the host still takes. */
  #window = 0;
  #packet = PACKET;
  #untold = 0;
  #sentEof = false;
  #sentClose = false;
  #ended = false;
  #roomMade = () => {};
  #opened!: () => void;
  #refused!: (error: Error) => void;
  #settle!: (status: ProcessStatus) => void;
  readonly #status: Promise<ProcessStatus>;

  constructor(private readonly options: ChannelOptions) {
    this.#status = new Promise((resolve) => {
      this.#settle = (status) => {
        this.#ended = true;
        resolve(status);
        this.#roomMade();
      };
    });
  }

  /** Opens it and starts the program. */
  async open(number: number, line: string, { pty = false, signal }: SpawnOptions): Promise<Process> {
    const opened = new Promise<void>((resolve, reject) => [this.#opened, this.#refused] = [resolve, reject]);
    this.options.send(MESSAGE.OPEN, "session", number, WINDOW, PACKET);
    await opened;
    if (this.options.forwardAgent) this.#request("auth-agent-req@openssh.com", false);
    const terminal = ["xterm", 80, 24, 0, 0, Buffer.from([0])] as const;
    if (pty) this.#request("pty-req", true, ...terminal);
    // What is written now goes along with the request: its answer is not worth a round trip.
    this.#request("exec", true, line);
    const process = this.#process();
    if (signal) {
      const end = () => process.kill("KILL");
      signal.addEventListener("abort", end, { once: true });
      this.#status.then(() => signal.removeEventListener("abort", end));
      if (signal.aborted) end();
    }
    return pty ? endingByKey(process) : process;
  }

  /** Takes a message about this channel. */
  receive(type: number, fields: Fields): void {
    switch (type) {
      case MESSAGE.OPEN_CONFIRMATION:
        [this.#peer, this.#window, this.#packet] = [fields.number(), fields.number(), fields.number()];
        return this.#opened();
      case MESSAGE.OPEN_FAILURE: {
        const reason = fields.number();
        this.options.forget();
        return this.#refused(this.refusal(printable(fields.string()) || `reason ${reason}`));
      }
      case MESSAGE.WINDOW_ADJUST:
        this.#window += fields.number();
        return this.#roomMade();
      case MESSAGE.DATA:
        return this.#stdout.push(fields.bytesOf());
      case MESSAGE.EXTENDED_DATA:
        if (fields.number() === STDERR) this.#stderr.push(fields.bytesOf());
        return;
      case MESSAGE.EOF:
        return this.#endOutput();
      case MESSAGE.REQUEST:
        return this.#told(fields);
      case MESSAGE.FAILURE:
        // The host refused the terminal or the program.
        return this.#close();
      case MESSAGE.CLOSE:
        this.#close();
        this.#endOutput();
        this.options.forget();
        return this.#settle({ code: null });
    }
  }

  /** The link is gone. */
  lost(): void {
    this.#refused?.(this.refusal("the connection is closed"));
    this.#endOutput();
    this.#settle({ code: null });
  }

  /** The error for a channel that the host does not open. */
  refusal(why: string): ConnectError {
    return new ConnectError(`Cannot start a process on ${this.options.where}: ${why}`, {
      hint: "Check MaxSessions and ForceCommand of the SSH server, and that the user has a login shell.",
    });
  }

  #process(): Process {
    return {
      stdin: this.#stdin(),
      stdout: this.#stdout.stream,
      stderr: this.#stderr.stream,
      status: this.#status,
      kill: (signal = "TERM") => {
        if (this.#ended) return;
        // A signal is lost once stdin is closed, and KILL and HUP are certain only with the end of the channel.
        const heard = this.options.signals && !this.#sentEof;
        if (heard) this.#request("signal", false, signal);
        if (heard && (signal === "TERM" || signal === "INT")) return;
        this.#close();
        this.#settle({ code: null, signal });
      },
    };
  }

  #stdin(): WritableStream<Uint8Array> {
    const end = () => {
      if (!this.#sentEof && !this.#sentClose) this.options.send(MESSAGE.EOF, this.#peer);
      this.#sentEof = true;
    };
    return new WritableStream<Uint8Array>({
      write: async (chunk) => {
        for (let rest = chunk; rest.length > 0;) {
          const size = Math.min(rest.length, this.#window, this.#packet);
          if (this.#ended || this.#sentClose) throw new Error("Cannot write to the process: it has ended");
          if (size === 0) await new Promise<void>((resolve) => this.#roomMade = resolve);
          else {
            this.options.send(MESSAGE.DATA, this.#peer, rest.subarray(0, size));
            this.#window -= size;
            rest = rest.subarray(size);
          }
        }
      },
      close: end,
      abort: end,
    }, new ByteLengthQueuingStrategy({ highWaterMark: WINDOW / 4 }));
  }

  #request(type: string, wantsReply: boolean, ...fields: readonly Field[]): void {
    this.options.send(MESSAGE.REQUEST, this.#peer, type, wantsReply, ...fields);
  }

  #told(fields: Fields): void {
    const type = fields.string();
    const wantsReply = fields.byte() !== 0;
    if (type === "exit-status") this.#settle({ code: fields.number() });
    else if (type === "exit-signal") this.#settle({ code: null, signal: fields.string() });
    else if (wantsReply) this.options.send(MESSAGE.FAILURE, this.#peer);
  }

  /** What has been taken may come again. */
  #grant(bytes: number): void {
    this.#untold += bytes;
    if (this.#untold < WINDOW / 4 || this.#sentClose) return;
    this.options.send(MESSAGE.WINDOW_ADJUST, this.#peer, this.#untold);
    this.#untold = 0;
  }

  #endOutput(): void {
    this.#stdout.end();
    this.#stderr.end();
  }

  #close(): void {
    if (!this.#sentClose) this.options.send(MESSAGE.CLOSE, this.#peer);
    this.#sentClose = true;
  }
}
