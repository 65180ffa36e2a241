import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { type Delay, startDelay } from "./delay.ts";

/** Listens on loopback and sends back what it gets. */
function startEcho() {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const connections: Promise<void>[] = [];
  const accepting = (async () => {
    for await (const connection of listener) connections.push(connection.readable.pipeTo(connection.writable));
  })();
  return {
    target: { address: "127.0.0.1", port: listener.addr.port },
    async [Symbol.asyncDispose]() {
      listener.close();
      await accepting;
      await Promise.allSettled(connections);
    },
  };
}

async function dial(link: Delay): Promise<Deno.TcpConn> {
  return await Deno.connect({ hostname: link.address, port: link.port });
}

async function ask(connection: Deno.TcpConn, text: string): Promise<string> {
  await connection.write(new TextEncoder().encode(text));
  const buffer = new Uint8Array(100);
  return new TextDecoder().decode(buffer.subarray(0, await connection.read(buffer) ?? 0));
}

Deno.test("a delayed link costs its round-trip time for each question and counts bytes and turns", async () => {
  await using echo = startEcho();
  await using link = await startDelay({ target: echo.target, roundTripTime: 40 });
  using connection = await dial(link);
  const before = performance.now();
  for (const question of ["one", "two", "three"]) strictEqual(await ask(connection, question), question);
  const took = performance.now() - before;
  // Timers may fire a fraction of a millisecond early.
  ok(took >= 3 * 39, `took ${took} ms`);
  deepStrictEqual(link.traffic(), { connections: 1, bytesUp: 11, bytesDown: 11, turns: 3 });
  link.reset();
  strictEqual(link.traffic().turns, 0);
});

Deno.test("what is written without waiting over a delayed link is one turn, arrives in order, and so does the end", async () => {
  await using echo = startEcho();
  await using link = await startDelay({ target: echo.target, roundTripTime: 20 });
  const connection = await dial(link);
  const lines = Array.from({ length: 500 }, (_, index) => `line ${index}\n`);
  const received = new Response(connection.readable).text();
  for (const line of lines) await connection.write(new TextEncoder().encode(line));
  await connection.closeWrite();
  strictEqual(await received, lines.join(""));
});

Deno.test("a delayed link carries more than its backlog", async () => {
  await using echo = startEcho();
  await using link = await startDelay({ target: echo.target, roundTripTime: 2 });
  const connection = await dial(link);
  const size = 8 << 20;
  const received = new Response(connection.readable).arrayBuffer();
  await new Blob([new Uint8Array(size).fill(7)]).stream().pipeTo(connection.writable, { preventClose: true });
  await connection.closeWrite();
  deepStrictEqual([(await received).byteLength, link.traffic().bytesUp, link.traffic().bytesDown], [size, size, size]);
});

Deno.test("a stopped link breaks its connections and takes no more", async () => {
  await using echo = startEcho();
  const link = await startDelay({ target: echo.target, roundTripTime: 1 });
  using connection = await dial(link);
  strictEqual(await ask(connection, "x"), "x");
  await link.stop();
  const end = await connection.read(new Uint8Array(1)).catch(() => null);
  strictEqual(end, null);
  await rejects(dial(link));
});
