import { connect, createServer, type Socket } from "node:net";

/** What a link with a delay leads to. */
export interface DelayOptions {
  readonly target: { readonly address: string; readonly port: number };
  /** In milliseconds; half of it passes in each direction. */
  readonly roundTripTime: number;
  /** Default: `127.0.0.1`. */
  readonly address?: string;
  /** Default: a free one. */
  readonly port?: number;
}

/** What has gone over a link. */
export interface Traffic {
  readonly connections: number;
  readonly bytesUp: number;
  readonly bytesDown: number;
  /**
   * How often the client has spoken after it had heard something, or for the first time:
   * the round trips of a client that waits for each answer.
   */
  readonly turns: number;
}

/** A link with a delay. */
export interface Delay extends AsyncDisposable {
  readonly address: string;
  readonly port: number;
  /** What has gone over it since it was started, or since the last reset. */
  traffic(): Traffic;
  /** Counts from zero again. */
  reset(): void;
  /** Breaks all connections and takes no more. */
  stop(): Promise<void>;
}

/** A side that has this much to send makes the other side wait. */
const BACKLOG = 1 << 20;

/**
 * Listens on loopback and passes everything on late, to give tests a round-trip time that the kernel does not simulate.
 *
 * @example
 * ```ts
 * import { startDelay } from "./delay.ts";
 * await using link = await startDelay({ target: { address: "127.0.0.1", port: 22 }, roundTripTime: 50 });
 * console.log(link.port, link.traffic().turns);
 * ```
 */
export async function startDelay(options: DelayOptions): Promise<Delay> {
  const nothing = { connections: 0, bytesUp: 0, bytesDown: 0, turns: 0 };
  let traffic = { ...nothing };
  const sockets = new Set<Socket>();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const later = (action: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      action();
    }, options.roundTripTime / 2);
    timers.add(timer);
  };
  const pass = (from: Socket, to: Socket, sent: (bytes: number) => void, received: (bytes: number) => void) => {
    from.on("data", (chunk: Uint8Array) => {
      sent(chunk.length);
      later(() => {
        received(chunk.length);
        if (!to.writable) return;
        if (!to.write(chunk) && to.writableLength > BACKLOG) from.pause();
      });
    });
    to.on("drain", () => from.resume());
    from.on("end", () => later(() => to.end()));
    from.on("error", () => later(() => to.destroy()));
    from.on("close", (hadError) => hadError && later(() => to.destroy()));
  };
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const target = connect({ host: options.target.address, port: options.target.port, allowHalfOpen: true });
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on("close", () => sockets.delete(socket));
    }
    let isClientsTurn = true;
    traffic.connections++;
    const none = () => {};
    pass(client, target, (bytes) => {
      traffic.bytesUp += bytes;
      if (isClientsTurn) traffic.turns++;
      isClientsTurn = false;
    }, none);
    pass(target, client, none, (bytes) => {
      traffic.bytesDown += bytes;
      isClientsTurn = true;
    });
  });
  const address = options.address ?? "127.0.0.1";
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, address, resolve);
  });
  const stop = async () => {
    for (const timer of timers) clearTimeout(timer);
    const closed = [...sockets].map((socket) => new Promise((resolve) => socket.once("close", resolve).destroy()));
    await Promise.all([...closed, new Promise((resolve) => server.close(resolve))]);
  };
  return {
    address,
    port: (server.address() as { port: number }).port,
    traffic: () => ({ ...traffic }),
    reset: () => void (traffic = { ...nothing }),
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
