import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import type { RawOutput } from "../../src/session/mod.ts";
import { bedTest } from "../bed/mod.ts";
import { startClient } from "./ssh_client.ts";
import { command, leftOn, out, startTransportBed, until, untilFile } from "./transport_bed.ts";

/** Asks after a second of silence whether the host is there. */
const IMPATIENT = "ServerAliveInterval 1\nServerAliveCountMax 1\n";

bedTest("a host whose disks take nothing", async (t) => {
  await using bed = await startTransportBed();
  const { host } = bed;

  for (const [name, options] of [["full", "size=4k"], ["read-only", "size=1m,ro"]] as const) {
    await t.step(`runs commands where its disks are ${name}`, async () => {
      const folders = ["/tmp", "/dev/shm", "/root"];
      const mounts = folders.map((folder) => `mount -t tmpfs -o ${options} none ${folder}`);
      await host.run([
        "sh",
        "-c",
        `${mounts.join("; ")}; [ ${name} = read-only ] || for f in ${folders.join(" ")}; do
        mkdir $f/taken; i=0; while mkfifo $f/taken/$i 2>/dev/null; do i=$((i + 1)); [ $i -lt 5000 ]; done; done`,
      ]);
      await using opened = await bed.open();
      const { shell, close } = opened;
      const ran = await shell.run(
        [command("echo out; echo err >&2"), command("exit 3"), command("echo never")],
        {},
      ) as RawOutput[];
      deepStrictEqual([out(ran[0]), ran[1]!.code, ran[2]], ["out\n", 3, "skipped"]);
      strictEqual(out((await shell.read([command("echo fact")], {}))[0]), "fact\n");
      await close();
      await host.run(["umount", ...folders]);
    });
  }
});

bedTest("a server that is short of everything", async (t) => {
  await t.step(
    "closes the connection at its third session: what runs is unknown, what was not sent is said so",
    async () => {
      const closes = "n=$(cat /tmp/n 2>/dev/null || echo 0); n=$((n + 1)); echo $n >/tmp/n; " +
        '[ $n -lt 3 ] || kill -9 $PPID; exec sh -c "$SSH_ORIGINAL_COMMAND"';
      await using bed = await startTransportBed(1, [`ForceCommand ${closes}`]);
      await using opened = await bed.open({ user: "drover-sudo" });
      const { shell } = opened;
      const running = shell.run([command(": >/tmp/begun; sleep 1000")], {});
      const lost = rejects(running, { name: "LinkLost", message: /unknown how far/ });
      await untilFile(bed.host, "/tmp/begun");
      strictEqual(out((await shell.read([command("id -un")], { _sudo: true }))[0]), "root\n");
      await rejects(shell.read([command("id -un")], { _sudo: true, _sudoUser: "drover-key" }), /LinkLost|connection/);
      await lost;
      await until(async () => !(await leftOn(bed.host)).some((line) => line.startsWith("sleep")));
    },
  );

  await t.step("drops connections while others log in: all get in by trying again", async () => {
    await using bed = await startTransportBed(1, ["MaxStartups 1:100:1"]);
    const server = { ...bed.host, keyFile: bed.bed.keyFile };
    const patient = { sshConnectRetries: 50, sshConnectRetryMinDelay: 0.01, sshConnectRetryMaxDelay: 0.1 };
    const connections = await Promise.all(Array.from({ length: 6 }, () => bed.client.connect(server, patient)));
    strictEqual(connections.length, 6);
    ok(bed.client.said.some((line) => /trying again/.test(line)));
    match(await bed.host.log(), /MaxStartups|drop connection/);
  });
});

bedTest("a host that falls silent", async (t) => {
  await using bed = await startTransportBed();
  const { host } = bed;
  /** Stops or continues all that serves a connection, as a host that hangs does. */
  const signal = (name: "STOP" | "CONT") => host.run(["pkill", `-${name}`, "-f", "^sshd: root"]);

  for (const what of ["command", "upload"] as const) {
    await t.step(
      `in the middle of ${what === "upload" ? "an upload" : "a command"} is given up, and what became of it is unknown`,
      async () => {
        await using client = await startClient({ config: IMPATIENT });
        const { HostShell } = await import("../../src/session/mod.ts");
        const connection = await client.connect({ ...host, keyFile: bed.bed.keyFile });
        const shell = new HostShell(connection.spawn, new AbortController().signal);
        let isStopped = false;
        const endless = new ReadableStream<Uint8Array>({
          async pull(controller) {
            if (!isStopped && await Deno.stat(host.path("/tmp/begun")).then(() => true, () => false)) {
              isStopped = true;
              await signal("STOP");
            }
            controller.enqueue(new Uint8Array(65536));
          },
        });
        const running = what === "upload"
          ? shell.stream(["sh", "-c", ": >/tmp/begun; cat >/dev/null"], {}, { input: endless, what: "upload" })
          : shell.run([command(": >/tmp/begun; sleep 1000")], {});
        const lost = rejects(running, { name: "LinkLost" });
        if (what === "command") {
          await untilFile(host, "/tmp/begun");
          await signal("STOP");
        }
        await lost;
        await signal("CONT");
        await host.run(["rm", "/tmp/begun"]);
        await until(async () => !(await leftOn(host)).some((line) => /^sleep|^cat/.test(line)));
      },
    );
  }
});
