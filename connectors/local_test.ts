import { deepStrictEqual, ok, rejects } from "node:assert/strict";
import type { Connection, ConnectorContext, Process } from "drover/connectors";
import local from "./local.ts";

const context: ConnectorContext = {
  signal: new AbortController().signal,
  connectTimeout: 5,
  log: () => {},
  warn: () => {},
  secret: (value) => value,
  ask: () => Promise.reject(new Error("no terminal")),
};

async function connect(): Promise<Connection & AsyncDisposable> {
  const connection = await local.connect!({ name: "@local", data: {} }, context);
  return { ...connection, [Symbol.asyncDispose]: async () => await connection.disconnect!() };
}

async function outcome(process: Process, input = "") {
  const send = new Response(input).body!.pipeTo(process.stdin).catch(() => {});
  const [stdout, stderr, status] = await Promise.all([
    new Response(process.stdout).text(),
    new Response(process.stderr).text(),
    process.status,
    send,
  ]);
  return { stdout, stderr, ...status };
}

async function firstText(process: Process): Promise<string> {
  const reader = process.stdout.getReader();
  const { value } = await reader.read();
  reader.releaseLock();
  return new TextDecoder().decode(value);
}

Deno.test("gives input, both outputs and the exit code", async () => {
  await using connection = await connect();
  const process = await connection.spawn(["sh", "-c", "cat; echo problem >&2; exit 7"]);
  deepStrictEqual(await outcome(process, "hello"), { stdout: "hello", stderr: "problem\n", code: 7 });
});

Deno.test("passes arguments as they are", async () => {
  await using connection = await connect();
  const process = await connection.spawn(["printf", "%s|", "a b", "$HOME", "'", ""]);
  deepStrictEqual((await outcome(process)).stdout, "a b|$HOME|'||");
});

Deno.test("kill reaches the children of the process", async () => {
  await using connection = await connect();
  const process = await connection.spawn(["sh", "-c", "sleep 1000 & echo ready; wait"]);
  deepStrictEqual(await firstText(process), "ready\n");
  process.kill();
  deepStrictEqual(await process.status, { code: null, signal: "TERM" });
  // The output ends only when the child, which holds it too, is gone.
  deepStrictEqual(await Array.fromAsync(process.stdout), []);
  await process.stderr.cancel();
});

Deno.test("kill after the end does nothing", async () => {
  await using connection = await connect();
  const process = await connection.spawn(["true"]);
  await outcome(process);
  process.kill("KILL");
});

Deno.test("the signal of the run ends the process, also one that ignores TERM", async () => {
  await using connection = await connect();
  const controller = new AbortController();
  const process = await connection.spawn(["sh", "-c", "trap '' TERM; echo ready; read line"], {
    signal: controller.signal,
  });
  deepStrictEqual(await firstText(process), "ready\n");
  controller.abort();
  deepStrictEqual(await process.status, { code: null, signal: "KILL" });
  await Promise.all([process.stdout.cancel(), process.stderr.cancel()]);
  await rejects(connection.spawn(["true"], { signal: controller.signal }), { name: "AbortError" });
});

Deno.test("disconnect ends what still runs", async () => {
  const connection = await connect();
  const process = await connection.spawn(["cat"]);
  await connection.disconnect!();
  deepStrictEqual(await outcome(process), { stdout: "", stderr: "", code: null, signal: "KILL" });
});

Deno.test("gives a terminal when asked", async () => {
  await using connection = await connect();
  const process = await connection.spawn(["sh", "-c", "test -t 0 && test -t 1 && echo 'a terminal'; exit 5"], {
    pty: true,
  });
  const { stdout, code } = await outcome(process);
  ok(stdout.includes("a terminal"), stdout);
  deepStrictEqual(code, 5);
});

Deno.test("says which program is missing", async () => {
  await using connection = await connect();
  await rejects(connection.spawn(["no-such-program"]), {
    name: "ConnectError",
    message: 'Cannot start "no-such-program" on @local: no such program',
  });
});

Deno.test("is one host and takes no argument", async () => {
  deepStrictEqual(await Array.fromAsync(local.makeNamesData!(undefined, context)), [
    { name: "@local", groups: ["@local"] },
  ]);
  await rejects(Array.fromAsync(local.makeNamesData!("x", context)), { name: "UsageError" });
});
