import { Buffer } from "node:buffer";
import type { Readable } from "node:stream";
import { ConnectError, endingByKey, type Process, type ProcessStatus, type SpawnOptions } from "drover/connectors";
import { commandLine } from "./command_line.ts";
import type { Client, ClientChannel } from "./ssh2.ts";

/** How much of a stream waits here before the host is told to hold on, in bytes. */
const QUEUE = 256 * 1024;

/** Where processes are started. */
export interface Link {
  readonly client: Client;
  /** The name for errors. */
  readonly where: string;
  /** Settles when the link is gone. */
  readonly closed: Promise<unknown>;
  /** Whether the server passes signals on. */
  readonly signals: boolean;
}

/** Starts a process in a channel of its own. @throws {ConnectError} where the host refuses the channel. */
export async function spawn(link: Link, argv: readonly string[], options: SpawnOptions = {}): Promise<Process> {
  options.signal?.throwIfAborted();
  const process = await openChannel(link, commandLine(argv), options.pty ?? false);
  const { signal } = options;
  if (signal) {
    const end = () => process.kill("KILL");
    signal.addEventListener("abort", end, { once: true });
    process.status.then(() => signal.removeEventListener("abort", end));
    if (signal.aborted) end();
  }
  return options.pty ? endingByKey(process) : process;
}

function openChannel(link: Link, command: string, pty: boolean): Promise<Process> {
  const { client, where, closed } = link;
  return new Promise((resolve, reject) => {
    const fail = (cause: Error, why: string) =>
      reject(
        new ConnectError(`Cannot start a process on ${where}: ${why}`, {
          hint: "Check MaxSessions and ForceCommand of the SSH server, and that the user has a login shell.",
          cause,
        }),
      );
    closed.then(() => fail(new Error("closed"), "the connection is closed"));
    try {
      client.exec(command, pty ? { pty: { term: "xterm", cols: 80, rows: 24 } } : {}, (error, channel) => {
        if (error) fail(error, error.message);
        // At once: a short process may have ended in the same packet.
        else resolve(asProcess(link, channel));
      });
    } catch (error) {
      fail(error as Error, "the connection is closed");
    }
  });
}

function asProcess(link: Link, channel: ClientChannel): Process {
  let ended = false;
  let settle: (status: ProcessStatus) => void;
  const status = new Promise<ProcessStatus>((resolve) => {
    settle = (result) => {
      ended = true;
      resolve(result);
    };
  });
  const end = (code: number | null = null, signal?: string) =>
    settle(code === null ? { code, signal: signal?.replace(/^SIG/, "") } : { code });
  channel.on("exit", end);
  // It tells the same once more.
  channel.on("close", end);
  // A channel tells its end only to those who read it to the end; a lost link has to be told to all.
  link.closed.then(() => settle({ code: null }));
  channel.on("error", () => settle({ code: null }));

  return {
    stdin: writable(channel, () => ended, status),
    stdout: readable(channel),
    stderr: readable(channel.stderr),
    status,
    kill(signal = "TERM") {
      if (ended) return;
      // A signal is lost once stdin is closed, and KILL and HUP are certain only with the end of the channel.
      const heard = link.signals && channel.writable;
      if (heard) channel.signal(signal);
      if (heard && (signal === "TERM" || signal === "INT")) return;
      channel.close();
      settle({ code: null, signal });
    },
  };
}

/** A readable stream that lets the host wait while nobody reads. */
function readable(source: Readable): ReadableStream<Uint8Array> {
  let open = true;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const close = () => {
        if (open) controller.close();
        open = false;
      };
      source.on("data", (chunk: Buffer) => {
        if (!open) return;
        controller.enqueue(new Uint8Array(chunk.buffer as ArrayBuffer, chunk.byteOffset, chunk.byteLength));
        if (controller.desiredSize! <= 0) source.pause();
      });
      source.on("end", close);
      source.on("close", close);
      source.on("error", close);
    },
    pull: () => void source.resume(),
    cancel() {
      open = false;
      // What nobody wants still has to be taken, or the other stream of the channel would stop too.
      source.resume();
    },
  }, new ByteLengthQueuingStrategy({ highWaterMark: QUEUE }));
}

/** A writable stream that waits while the host does not read. */
function writable(
  channel: ClientChannel,
  hasEnded: () => boolean,
  status: Promise<ProcessStatus>,
): WritableStream<Uint8Array> {
  const gone = () => new Error("Cannot write to the process: it has ended");
  let refuse: ((error: Error) => void) | undefined;
  status.then(() => refuse?.(gone()));
  return new WritableStream<Uint8Array>({
    write(chunk) {
      if (hasEnded() || !channel.writable) throw gone();
      return new Promise<void>((resolve, reject) => {
        refuse = reject;
        const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
        // The callback comes when the window of the channel had room for all of it.
        channel.write(bytes, (error) => error ? reject(error) : resolve());
      });
    },
    close: () => void channel.end(),
    abort: () => void channel.end(),
  }, new ByteLengthQueuingStrategy({ highWaterMark: QUEUE }));
}
