import { Buffer } from "node:buffer";
import type { Process } from "./process.ts";

/** A question that a program may ask before it starts what it shall start. */
export interface Question {
  /** How it ends, at the end of what was printed so far. */
  readonly prompt: RegExp;
  /** The line that answers it. */
  readonly answer: string;
  /** Whose it is, for people: `root by sudo`. */
  readonly whom: string;
  /** What is answered, where other hosts ask the same: `sudo`. */
  readonly what: string;
}

/** What comes next: a question, the hello on all streams, the end without one, or nothing for a long time. */
export type Next = Question | "hello" | "ended" | "silent";

/** How long a program may say nothing, in milliseconds: somebody may have to confirm it on a telephone. */
const PATIENCE_MS = 120_000;

/** Listens to what a process prints until it has said hello, and gives the streams on after that. */
export class Conversation {
  readonly #streams: readonly Listener[];

  /**
   * @param hello the line that is printed on stdout and stderr, or on stdout alone where that is a terminal
   * @param patience how long it may say nothing, in milliseconds. Default: two minutes
   */
  constructor(
    private readonly process: Process,
    hello: string,
    private readonly isTerminal: boolean,
    private readonly patience = PATIENCE_MS,
  ) {
    this.#streams = [process.stdout, process.stderr].map((stream) => new Listener(stream, hello));
  }

  /** All that was printed so far, but for questions. */
  get said(): string {
    return this.#streams.map(({ said }) => said).join("").trim();
  }

  /** What was printed last and is no question that is known. */
  get pending(): string {
    return this.#streams.map(({ heard }) => heard).join("").trim();
  }

  /** Waits for what comes next; a question is given once each time it is asked. */
  async next(questions: readonly Question[]): Promise<Next> {
    const greeting = this.isTerminal ? this.#streams.slice(0, 1) : this.#streams;
    while (true) {
      if (greeting.every(({ greeted }) => greeted)) return "hello";
      const asked = questions.find(({ prompt }) => this.#streams.some((stream) => stream.takePrompt(prompt)));
      if (asked) return asked;
      const open = this.#streams.filter(({ greeted, ended }) => !greeted && !ended);
      if (open.length === 0) return "ended";
      if (!await this.#hears(open)) return "silent";
    }
  }

  /** Whether one of some streams says something in time. */
  async #hears(streams: readonly Listener[]): Promise<boolean> {
    const silent = Promise.withResolvers<false>();
    const timer = setTimeout(() => silent.resolve(false), this.patience);
    try {
      return await Promise.race([silent.promise, ...streams.map((stream) => stream.more().then(() => true))]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Answers the last question. */
  async answer(line: string): Promise<void> {
    const writer = this.process.stdin.getWriter();
    try {
      await writer.write(new TextEncoder().encode(`${line}\n`));
    } finally {
      writer.releaseLock();
    }
  }

  /** The process as it goes on after the hello. */
  rest(): Process {
    const [stdout, stderr] = this.#streams.map((stream) => stream.rest()) as [Process["stdout"], Process["stderr"]];
    return { ...this.process, stdout, stderr, kill: (signal) => this.process.kill(signal) };
  }
}

/** One stream; its bytes are held as latin1 text, so that none is lost when they are given on. */
class Listener {
  said = "";
  greeted = false;
  ended = false;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #hello: RegExp;
  #heard = "";
  #pending: Promise<ReadableStreamReadResult<Uint8Array>> | undefined;

  constructor(stream: ReadableStream<Uint8Array>, hello: string) {
    this.#reader = stream.getReader();
    this.#hello = new RegExp(`${hello}\r?\n`);
  }

  /** What it has heard and nobody has taken. */
  get heard(): string {
    return this.#heard;
  }

  /** Whether the stream stands at a prompt, which is taken away. */
  takePrompt(prompt: RegExp): boolean {
    if (this.greeted || !prompt.test(this.#heard)) return false;
    this.said += this.#heard.replace(prompt, "");
    this.#heard = "";
    return true;
  }

  /** Reads on, once however often it is called. */
  async more(): Promise<void> {
    const pending = this.#pending ??= this.#reader.read();
    const { done, value } = await pending;
    // Another call has taken it, or it was given on.
    if (this.#pending !== pending) return;
    this.#pending = undefined;
    this.ended = done;
    // A TextDecoder would take latin1 for windows-1252, which has other characters for the bytes from 128 to 159.
    if (value) this.#heard += Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("latin1");
    const hello = this.#hello.exec(this.#heard);
    if (hello) {
      this.greeted = true;
      this.said += this.#heard.slice(0, hello.index);
      this.#heard = this.#heard.slice(hello.index + hello[0].length);
    } else if (done) {
      this.said += this.#heard;
      this.#heard = "";
    }
  }

  /** What follows the hello. */
  rest(): ReadableStream<Uint8Array> {
    let held = Uint8Array.from(this.#heard, (character) => character.charCodeAt(0));
    let pending = this.#pending;
    this.#pending = undefined;
    return new ReadableStream({
      pull: async (controller) => {
        if (held.length) {
          controller.enqueue(held);
          held = new Uint8Array(0);
          return;
        }
        const { done, value } = await (pending ?? this.#reader.read());
        pending = undefined;
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: (reason) => this.#reader.cancel(reason),
    });
  }
}
