import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { HostShell, LeftBehind, Passwords, type RawOutput } from "../../src/session/mod.ts";
import { bedTest, startDelay } from "../bed/mod.ts";
import { startClient } from "./ssh_client.ts";
import { command, nothingLeft, out, startTransportBed, until, untilFile } from "./transport_bed.ts";

/** What a lost connection leaves running goes on until somebody says so. */
const UNTIL_GO = ": >/tmp/begun; while [ ! -e /tmp/go ]; do sleep 0.02; done";

bedTest("a host whose disks take nothing", async (t) => {
  await using bed = await startTransportBed();
  const { host } = bed;

  for (const [name, options] of [["full", "nr_inodes=1"], ["read-only", "ro"]] as const) {
    await t.step(`runs commands where its disks are ${name}`, async () => {
      const folders = ["/tmp", "/dev/shm", "/root"];
      await host.run(["sh", "-ec", folders.map((folder) => `mount -t tmpfs -o ${options} none ${folder}`).join("\n")]);
      await using opened = await bed.open();
      const { shell, close } = opened;
      const texts = ["echo out; echo err >&2", "exit 3", "echo never"];
      const ran = await shell.run(texts.map(command), {}) as RawOutput[];
      deepStrictEqual([out(ran[0]), ran[1]!.code, ran[2]], ["out\n", 3, "skipped"]);
      strictEqual(out((await shell.read([command("echo fact")], {}))[0]), "fact\n");
      await close();
      await host.run(["umount", ...folders]);
    });
  }
});

bedTest("a server that ends the connection at the third session: what runs is unknown", async () => {
  const third = "n=$(cat /tmp/n 2>/dev/null || echo 0); n=$((n + 1)); echo $n >/tmp/n; chmod 666 /tmp/n; " +
    '[ $n -lt 3 ] || kill -9 $PPID; exec sh -c "$SSH_ORIGINAL_COMMAND"';
  await using bed = await startTransportBed(1, [`ForceCommand ${third}`]);
  const { host } = bed;
  await using opened = await bed.open({ user: "drover-sudo" });
  const { shell } = opened;
  const running = shell.run([command(UNTIL_GO)], {});
  const lost = rejects(running, { name: "LinkLost", message: /unknown how far/ });
  await untilFile(host, "/tmp/begun");
  strictEqual(out((await shell.read([command("id -un")], { _sudo: true }))[0]), "root\n");
  const reading = shell.read([command("id -un")], { _sudo: true, _sudoUser: "drover-key" });
  await rejects(reading, { code: "connect" });
  await lost;
  await rejects(shell.run([command("touch /tmp/never")], {}), { code: "connect" });
  await host.run(["sh", "-c", ": >/tmp/go; rm /tmp/n"]);
  await nothingLeft(host);
  deepStrictEqual((await host.run(["ls", "/tmp"])).trim().split("\n"), ["begun", "go"]);
});

bedTest("a server that drops connections while others log in takes all that try again", async () => {
  await using bed = await startTransportBed(1, ["MaxStartups 1:100:1"]);
  const server = { ...bed.host, keyFile: bed.bed.keyFile };
  const patient = { sshConnectRetries: 100, sshConnectRetryMinDelay: 0.01, sshConnectRetryMaxDelay: 0.1 };
  await Promise.all(Array.from({ length: 6 }, () => bed.client.connect(server, patient)));
  ok(bed.client.said.some((line) => /trying again/.test(line)));
  match(await bed.host.log(), /drop connection|MaxStartups/);
});

bedTest("a host that falls silent", async (t) => {
  await using bed = await startTransportBed();
  const { host } = bed;
  /** Stops or continues what serves connections, as on a host that hangs. */
  const signal = (name: "STOP" | "CONT") => host.run(["pkill", `-${name}`, "-f", "^sshd: root"]);

  for (const what of ["a command", "an upload"] as const) {
    await t.step(`in the middle of ${what}: it is given up, and what became of it is unknown`, async () => {
      await using client = await startClient({ config: "ServerAliveInterval 1\nServerAliveCountMax 1\n" });
      const connection = await client.connect({ ...host, keyFile: bed.bed.keyFile });
      const shell = new HostShell(connection.spawn, new AbortController().signal);
      const endless = new ReadableStream<Uint8Array>({ pull: (to) => to.enqueue(new Uint8Array(65536)) });
      const running = what === "a command"
        ? shell.run([command(UNTIL_GO)], {})
        : shell.stream(["sh", "-c", ": >/tmp/begun; cat >/dev/null"], {}, { input: endless, what });
      const lost = rejects(running, { name: "LinkLost" });
      await untilFile(host, "/tmp/begun");
      await signal("STOP");
      await lost;
      await signal("CONT");
      await host.run(["touch", "/tmp/go"]);
      await nothingLeft(host);
      await host.run(["rm", "/tmp/begun", "/tmp/go"]);
    });
  }
});

bedTest("a link that is lost in the middle of a command", async (t) => {
  await using bed = await startTransportBed();
  const { host, client, bed: { keyFile } } = bed;
  const told: string[] = [];
  const left = new LeftBehind((text) => told.push(text));
  const hasty = new LeftBehind((text) => told.push(text), 0);
  const open = async (port: number, leftThere = left) => {
    const connection = await client.connect({ address: host.address, port, keyFile }, { sshUser: "drover-sudo" });
    const shell = new HostShell(connection.spawn, new AbortController().signal, new Passwords(), "host1", leftThere);
    return { shell, [Symbol.asyncDispose]: async () => await connection.disconnect!() };
  };
  /** Begins a command and cuts the link under it. */
  const cut = async (text: string, leftThere = left) => {
    await using link = await startDelay({ target: host, roundTripTime: 0, address: host.address });
    await using opened = await open(link.port, leftThere);
    const running = rejects(opened.shell.run([command(text)], { _sudo: true }), { name: "LinkLost" });
    await untilFile(host, "/tmp/begun");
    await link.stop();
    await running;
  };

  await t.step("the command ends before anything else begins there", async () => {
    await cut(`${UNTIL_GO}; echo old >>/tmp/order`);
    await using opened = await open(host.port);
    const next = opened.shell.run([command("cat /tmp/order; echo new")], {});
    // The new shell looks for the old one now and then.
    await until(async () => (await host.run(["ps", "-eo", "args"])).includes("sleep 0.1"));
    await host.run(["touch", "/tmp/go"]);
    strictEqual(out((await next)[0]), "old\nnew\n");
    match(told.join("\n"), /^Waiting for what a lost link left running as root by sudo \(process \d+\)$/);
    await host.run(["rm", "/tmp/order", "/tmp/go", "/tmp/begun"]);
  });

  await t.step("nobody waits for a command that has ended meanwhile", async () => {
    await cut(UNTIL_GO);
    await host.run(["touch", "/tmp/go"]);
    await nothingLeft(host);
    await using opened = await open(host.port);
    strictEqual(out((await opened.shell.run([command("echo next")], {}))[0]), "next\n");
    strictEqual(told.length, 1);
    await host.run(["rm", "/tmp/go", "/tmp/begun"]);
  });

  await t.step("a command that takes too long is ended", async () => {
    await cut(UNTIL_GO, hasty);
    await using opened = await open(host.port, hasty);
    const [next] = await opened.shell.run([command("pgrep -x sleep; ls /tmp")], {});
    strictEqual(out(next), "begun\n");
    match(told.at(-1)!, /^It took more than 0 s and was ended: what a lost link left running as root by sudo/);
  });
});
