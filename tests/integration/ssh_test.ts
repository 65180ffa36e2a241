import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { run, startDelay, startSshd } from "../bed/mod.ts";
import { firstText, outcome, output, sshTest } from "./ssh_client.ts";

// As if below another shell: else bash, as root's login shell, reads a .bashrc that is not ours for every process.
const ROOT_ONLY = { users: false, config: ["SetEnv SHLVL=1"] } as const;

sshTest("gives input, both outputs and the exit code of a process", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  await using client = await startClient();
  const connection = await client.connect(sshd);
  const process = await connection.spawn(["sh", "-c", "cat; echo problem >&2; exit 7"]);
  deepStrictEqual(await outcome(process, "hello"), { stdout: "hello", stderr: "problem\n", code: 7 });
  strictEqual(await output(connection, "printf", "%s|", "a b", "$HOME", "'", "", "é"), "a b|$HOME|'||é|");
  const many = await Promise.all(Array.from({ length: 8 }, (_, index) => output(connection, "echo", `${index}`)));
  deepStrictEqual(many, Array.from({ length: 8 }, (_, index) => `${index}\n`));
});

sshTest("tells which signal ended a process", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  await using client = await startClient();
  const connection = await client.connect(sshd);
  const { code, signal } = await outcome(await connection.spawn(["sh", "-c", "kill -USR1 $$"]));
  deepStrictEqual([code, signal], [null, "USR1"]);
});

sshTest("kill reaches the children of a user's process", async (startClient) => {
  await using sshd = await startSshd();
  await using client = await startClient();
  const connection = await client.connect(sshd, { sshUser: "drover-key" });
  const process = await connection.spawn(["sh", "-c", "sleep 1000 & echo ready; wait"]);
  strictEqual(await firstText(process), "ready\n");
  process.kill();
  deepStrictEqual(await process.status, { code: null, signal: "TERM" });
  // Both hold the output, so it ends only when both have.
  deepStrictEqual(await Array.fromAsync(process.stdout), []);
});

sshTest("kill ends the channel where the server passes no signals on", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  await using client = await startClient();
  const connection = await client.connect(sshd);
  const process = await connection.spawn(["cat"]);
  process.kill();
  deepStrictEqual(await process.status, { code: null, signal: "TERM" });
  deepStrictEqual(await Array.fromAsync(process.stdout), []);
  strictEqual(await output(connection, "echo", "still there"), "still there\n");
});

sshTest("ends a process by the signal of its spawn", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  await using client = await startClient();
  const connection = await client.connect(sshd);
  const controller = new AbortController();
  const process = await connection.spawn(["cat"], { signal: controller.signal });
  controller.abort();
  deepStrictEqual(await process.status, { code: null, signal: "KILL" });
  await rejects(connection.spawn(["cat"], { signal: controller.signal }), { name: "AbortError" });
});

sshTest("gives a terminal when asked", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  await using client = await startClient();
  const connection = await client.connect(sshd);
  const line = "test -t 0 && test -t 1 && test -t 2 && echo 'a terminal'; exit 5";
  const { stdout, code } = await outcome(await connection.spawn(["sh", "-c", line], { pty: true }));
  deepStrictEqual([stdout, code], ["a terminal\r\n", 5]);
  strictEqual(await output(connection, "sh", "-c", "test -t 0 || echo none"), "none\n");
});

sshTest("lets the host wait while nobody reads, and loses nothing", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  await using delay = await startDelay({ target: sshd, roundTripTime: 0 });
  await using client = await startClient();
  const connection = await client.connect({ ...sshd, port: delay.port, address: delay.address });
  const size = 100_000_000;
  const slow = await connection.spawn(["head", "-c", `${size}`, "/dev/zero"]);
  // Meanwhile another process of the same link sends 20 MB; were the slow one not held back, it would send as much.
  strictEqual((await output(connection, "head", "-c", "20000000", "/dev/zero")).length, 20_000_000);
  ok(delay.traffic().bytesDown < 26_000_000, `${delay.traffic().bytesDown} bytes`);
  let total = 0;
  for await (const chunk of slow.stdout) total += chunk.length;
  deepStrictEqual([total, await slow.status], [size, { code: 0 }]);
});

sshTest("lets the writer wait while the host does not read", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  await using client = await startClient();
  const connection = await client.connect(sshd);
  const process = await connection.spawn(["sh", "-c", "sleep 1000"]);
  const writer = process.stdin.getWriter();
  const chunk = new Uint8Array(65536);
  let written = 0;
  for (let free = true; free && written < 20_000_000;) {
    writer.write(chunk).catch(() => {});
    written += chunk.length;
    free = false;
    writer.ready.then(() => free = true, () => {});
    await output(connection, "true");
  }
  ok(written < 8_000_000, `${written} bytes`);
  process.kill("KILL");
  await rejects(writer.write(chunk), { message: "Cannot write to the process: it has ended" });
});

sshTest("notices a lost link, everywhere", async (startClient) => {
  const sshd = await startSshd(ROOT_ONLY);
  await using client = await startClient();
  const connection = await client.connect(sshd);
  const process = await connection.spawn(["sh", "-c", "echo ready; sleep 1000"]);
  strictEqual(await firstText(process), "ready\n");
  await sshd.stop();
  await connection.closed;
  deepStrictEqual(await process.status, { code: null });
  deepStrictEqual(await Array.fromAsync(process.stdout), []);
  await rejects(connection.spawn(["true"]), { name: "ConnectError", message: /the connection is closed/ });
});

sshTest("notices a link that is silent", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  const gate = await startGate(sshd.port);
  await using client = await startClient({ config: "ServerAliveInterval 1\nServerAliveCountMax 1\n" });
  const connection = await client.connect({ ...sshd, port: gate.port });
  gate.close();
  match(String(await connection.closed), /Keepalive timeout|not responding/);
  await gate.stop();
});

sshTest("says that nobody listens, after as many tries as told", async (startClient) => {
  await using client = await startClient();
  const data = { sshConnectRetries: 2, sshConnectRetryMinDelay: 0, sshConnectRetryMaxDelay: 0 };
  const port = await unusedPort();
  await rejects(client.connect({ address: "127.0.0.1", port }, data), {
    name: "ConnectError",
    message: `Cannot connect to web1 (127.0.0.1:${port}) as root: connection refused`,
  });
  deepStrictEqual(client.said.map((line) => /trying again/.test(line)), [true, true]);
});

sshTest("tries again when the network fails once", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  const gate = await startGate(sshd.port, { refuse: 1 });
  await using client = await startClient();
  const data = { sshConnectRetries: 1, sshConnectRetryMinDelay: 0, sshConnectRetryMaxDelay: 0 };
  const connection = await client.connect({ ...sshd, port: gate.port }, data);
  strictEqual(await output(connection, "echo", "up"), "up\n");
  match(client.said[0]!, /the connection was closed; trying again/);
  await connection.disconnect!();
  await gate.stop();
});

sshTest("gives a silent server no longer than the timeout", async (startClient) => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const accepted = listener.accept();
  await using client = await startClient({ connectTimeout: 0.2 });
  await rejects(client.connect({ address: "127.0.0.1", port: listener.addr.port }, { sshLookForKeys: false }), {
    message: `Cannot connect to web1 (127.0.0.1:${listener.addr.port}) as root: no login within 0.2 seconds`,
  });
  (await accepted).close();
});

sshTest("stops connecting when the run is stopped", async (startClient) => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const controller = new AbortController();
  await using client = await startClient({ signal: controller.signal });
  const connecting = client.connect({ address: "127.0.0.1", port: listener.addr.port }, { sshLookForKeys: false });
  const stopped = rejects(connecting, { name: "AbortError" });
  const accepted = await listener.accept();
  controller.abort();
  await stopped;
  accepted.close();
});

sshTest("says that there is no such address, and that a server does not speak SSH", async (startClient) => {
  await using client = await startClient();
  await rejects(client.connect({ address: "no-such-host.invalid", port: 22 }, { sshLookForKeys: false }), {
    message: 'Cannot connect to web1 (no-such-host.invalid:22) as root: no address found for "no-such-host.invalid"',
  });
  await using web = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => new Response("hello"));
  await rejects(client.connect({ address: "127.0.0.1", port: web.addr.port }, { sshLookForKeys: false }), {
    name: "ConnectError",
    message: new RegExp(`^Cannot connect to web1 \\(127.0.0.1:${web.addr.port}\\) as root: `),
  });
});

sshTest("takes address, port, user and key from an alias of the ssh config", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  const config =
    `Host we?1\n HostName ${sshd.address}\n Port ${sshd.port}\n User root\n IdentityFile ${sshd.keyFile}\n`;
  await using client = await startClient({ config });
  const unset = { sshHostname: undefined, sshPort: undefined, sshUser: undefined, sshKey: undefined };
  const connection = await client.connect(sshd, unset);
  strictEqual(await output(connection, "id", "-un"), "root\n");
});

sshTest("lets the local rsync reach the host", async (startClient) => {
  await using sshd = await startSshd(ROOT_ONLY);
  await using client = await startClient();
  const { rsync } = await client.connect(sshd);
  const [source, dest] = [`${client.folder}/a file`, `${client.folder}/its copy`];
  await Deno.writeTextFile(source, "content");
  await run(["rsync", ...rsync!.flags, source, `${rsync!.prefix}${dest}`]);
  strictEqual(await Deno.readTextFile(dest), "content");
});

async function unusedPort(): Promise<number> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  await Promise.resolve(listener.close());
  return port;
}

/** A way to a server that can refuse the first callers, and that can be closed so that nothing passes any more. */
async function startGate(target: number, options: { readonly refuse?: number } = {}) {
  const { connect, createServer } = await import("node:net");
  const sockets = new Set<ReturnType<typeof connect>>();
  let refuse = options.refuse ?? 0;
  const server = createServer((caller) => {
    if (refuse-- > 0) return void caller.destroy();
    const callee = connect(target, "127.0.0.1");
    for (const [from, to] of [[caller, callee], [callee, caller]] as const) {
      sockets.add(from);
      from.on("error", () => {}).on("close", () => to.destroy());
      from.pipe(to);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as { port: number }).port,
    close: () => sockets.forEach((socket) => socket.unpipe().pause()),
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
