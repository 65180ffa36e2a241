/**
 * Sessions through the control socket of a running `ssh`, in its proxy mode: as many as the host allows, without a process
 * of our own for each.
 *
 * @module
 */
import type { Buffer } from "node:buffer";
import { connect, type Socket } from "node:net";
import { ConnectError, type Process, type SpawnOptions } from "drover/connectors";
import { Channel } from "./channel.ts";
import { controlMessage, Fields, MESSAGE, message, Splitter } from "./packets.ts";

const HELLO = 0x00000001;
const PROXY = 0x1000000f;
const PROXY_GRANTED = 0x8000000f;
const VERSION = 4;

/** A connection to a control socket. */
export interface Control {
  /** Starts a program by a line for the login shell. @throws {ConnectError} where the host refuses the channel */
  start(line: string, options?: SpawnOptions): Promise<Process>;
  /** Settles when the socket is closed. */
  readonly closed: Promise<void>;
  close(): void;
}

/** What is to be known about the host. */
export interface ControlOptions {
  /** The name for errors. */
  readonly where: string;
  /** Whether the server passes signals on. */
  readonly signals: boolean;
  readonly forwardAgent: boolean;
}

/** Connects to a control socket. @throws {ConnectError} where nobody listens, or an `ssh` that is too old */
export async function openControl(path: string, options: ControlOptions): Promise<Control> {
  const socket = await reach(path, options.where);
  const channels = new Map<number, Channel>();
  const splitter = new Splitter();
  let granted = () => {};
  let refused = (_why: string) => {};
  const ready = new Promise<void>((resolve, reject) => {
    granted = resolve;
    refused = (why) => reject(cannotShare(options.where, why));
  });
  let isProxy = false;
  const closed = new Promise<void>((resolve) => socket.on("close", () => resolve()));
  closed.then(() => {
    refused("it was closed");
    for (const channel of channels.values()) channel.lost();
  });
  socket.on("error", () => {});
  socket.on("data", (bytes) => {
    try {
      for (const piece of splitter.push(bytes as Buffer)) {
        if (isProxy) deliver(piece, channels);
        else if (greeting(piece, granted, refused)) isProxy = true;
      }
    } catch (error) {
      socket.destroy(error as Error);
    }
  });
  socket.write(controlMessage(HELLO, VERSION));
  socket.write(controlMessage(PROXY, 0));
  await ready;

  let last = 0;
  return {
    closed,
    close: () => void socket.destroy(),
    async start(line, spawnOptions = {}) {
      spawnOptions.signal?.throwIfAborted();
      const number = last++;
      const channel = new Channel({
        ...options,
        send: (type, ...fields) => !socket.destroyed && void socket.write(message(type, ...fields)),
        forget: () => void channels.delete(number),
      });
      if (socket.destroyed) throw channel.refusal("the connection is closed");
      channels.set(number, channel);
      return await channel.open(number, line, spawnOptions);
    },
  };
}

function reach(path: string, where: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path });
    socket.once("connect", () => resolve(socket));
    socket.once("error", (error) => reject(cannotShare(where, error.message)));
  });
}

/** Whether the socket now speaks the connection protocol. */
function greeting(piece: Buffer, granted: () => void, refused: (why: string) => void): boolean {
  const type = new Fields(piece).number();
  if (type === PROXY_GRANTED) granted();
  else if (type !== HELLO) refused("the local ssh is older than 7.4");
  return type === PROXY_GRANTED;
}

function deliver(piece: Buffer, channels: ReadonlyMap<number, Channel>): void {
  const type = piece.readUInt8(1);
  if (type < MESSAGE.OPEN_CONFIRMATION || type > MESSAGE.FAILURE) return;
  const fields = new Fields(piece.subarray(2));
  channels.get(fields.number())?.receive(type, fields);
}

function cannotShare(where: string, why: string): ConnectError {
  return new ConnectError(`Cannot connect to ${where}: cannot use the control socket of ssh: ${why}`, {
    hint: "Check that OpenSSH 7.4 or later is installed on this machine.",
  });
}
