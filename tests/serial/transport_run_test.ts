import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { Host } from "../../src/api/mod.ts";
import * as files from "../../src/modules/files/mod.ts";
import * as server from "../../src/modules/server/mod.ts";
import { bedTest, startDelay } from "../bed/mod.ts";
import { startServerBed } from "../integration/server_bed.ts";
import { nothingLeft, untilFile } from "../integration/transport_bed.ts";

/** What a run that changes nothing may cost beside connecting. */
const ROUND_TRIPS = 3;

/**
 * What a run of 25 operations may cost that changes something with each of them: the plan, one for all that go out
 * together, and after a user or a group new sessions, which what follows waits for.
 */
const CHANGING_ROUND_TRIPS = 12;

bedTest("a run over SSH", async (t) => {
  await using bed = await startServerBed();
  const { host } = bed;
  const resultOf = ({ results }: Awaited<ReturnType<typeof bed.run>>) => results.hosts.get(host.address)!;

  await t.step(
    "stops on a host whose link is lost, says that it is unknown what ran, and repeats nothing",
    async () => {
      await using link = await startDelay({ target: host, roundTripTime: 0, address: host.address });
      const started: string[] = [];
      const running = bed.run(() => {
        server.shell({
          name: "Counts",
          commands: ["echo x >>/tmp/count; : >/tmp/begun; while [ ! -e /tmp/go ]; do sleep 0.02; done"],
          _retries: 3,
          _retryDelay: 0,
          _ignoreErrors: true,
        });
        server.shell({ name: "After", commands: ["touch /tmp/never"] });
      }, {
        data: { sshPort: link.port },
        onEvent: (event) => event.type === "operation.started" && started.push(event.name),
      });
      await untilFile(host, "/tmp/begun");
      await link.stop();
      const { state, error, operation } = resultOf(await running);
      deepStrictEqual([state, operation, started], ["failed", "Counts", ["Counts"]]);
      match((error as Error).message, /link to the host was lost .*unknown how far/);
      await bed.sh(": >/tmp/go");
      await nothingLeft(host);
      strictEqual(await bed.sh("cat /tmp/count; ls /tmp"), "x\nbegun\ncount\ngo\n");
      await bed.sh("rm /tmp/*");
    },
  );

  await t.step("says of all that was sent ahead over a link that is lost that it is unknown what ran", async () => {
    await using link = await startDelay({ target: host, roundTripTime: 0, address: host.address });
    const running = bed.run(() => {
      server.shell({ name: "Before", commands: ["true"] });
      server.shell({ name: "Waits", commands: [": >/tmp/begun; while [ ! -e /tmp/go ]; do sleep 0.02; done"] });
      server.shell({ name: "After", commands: ["touch /tmp/never"] });
    }, { data: { sshPort: link.port } });
    await untilFile(host, "/tmp/begun");
    await link.stop();
    const outcome = await running;
    const { state, error, operation } = resultOf(outcome);
    deepStrictEqual([state, operation], ["failed", "Waits"]);
    match((error as Error).message, /link to the host was lost .*unknown how far/);
    deepStrictEqual(
      outcome.results.operations.map(({ name, hosts }) => `${name}: ${hosts.get(host.address)}`),
      ["Before: changed", "Waits: failed", "After: failed"],
    );
    await bed.sh(": >/tmp/go");
    await nothingLeft(host);
    // The shell over there has come to its end behind the command that it was at.
    strictEqual(await bed.sh("ls /tmp"), "begun\ngo\n");
    await bed.sh("rm /tmp/*");
  });

  await t.step("takes any output, and tells a script that reads it as text where it is none", async () => {
    const binary = { commands: ["printf 'a\\000b\\377'"] };
    await bed.apply(() => void server.shell(binary));
    const outcome = await bed.run(async () => {
      const read = server.shell(binary);
      match(await read.stdout, /never/);
    });
    const { state, error } = resultOf(outcome);
    strictEqual(state, "failed");
    match((error as Error).message, /no UTF-8/);
    let text: string | undefined;
    await bed.apply(async () => void (text = await server.shell({ commands: ["printf 'a\\000b'"] }).stdout));
    strictEqual(text, "a\0b");
  });

  await t.step("costs one round trip for all operations that do not wait for each other, changing or not", async () => {
    const deploy = (to: Host) => {
      strictEqual(to.name, host.address);
      for (const name of ["a", "b", "c", "d", "e"]) {
        files.directory({ path: `/srv/${name}`, mode: "750" });
        files.put({ src: new TextEncoder().encode(`${name}\n`), dest: `/srv/${name}/file`, mode: "640" });
        files.line({ path: `/srv/${name}/lines`, line: `line ${name}` });
        files.link({ path: `/srv/${name}/link`, target: `/srv/${name}/file` });
      }
      server.group({ group: "herd" });
      server.user({ user: "herder", group: "herd", shell: "/bin/sh" });
      server.sysctl({ key: "kernel.pid_max", value: Number(pidMax) });
      server.hostname({ hostname: "host1" });
      files.file({ path: "/srv/touched", mode: "600" });
    };
    const pidMax = await bed.sh("cat /proc/sys/kernel/pid_max");
    const options = { login: "drover-sudo", globals: { _sudo: true } };
    const first = await bed.apply(deploy, options);
    const second = await bed.apply(deploy, options);
    strictEqual(second.plan!.operations.length, 25);
    const changed = second.plan!.operations.flatMap(({ name, hosts }) =>
      [...hosts.values()].filter(({ outcome }) => outcome !== "none").map(({ outcome }) => `${name}: ${outcome}`)
    );
    deepStrictEqual(changed, []);
    const { roundTrips } = resultOf(second);
    console.log(`    first run ${resultOf(first).roundTrips} round trips, second run ${roundTrips}`);
    ok(roundTrips <= ROUND_TRIPS, `${roundTrips} round trips`);
    ok(resultOf(first).roundTrips <= CHANGING_ROUND_TRIPS, `${resultOf(first).roundTrips} round trips that change`);
    await nothingLeft(host);
  });

  await t.step("uploads and downloads large files without a copy of the whole for each step", async () => {
    const size = 64 * 1024 * 1024;
    const source = `${bed.folder}/large`;
    const copy = `${bed.folder}/copy`;
    await Deno.writeFile(source, new Uint8Array(size).fill(7));
    // Of the whole process: true only where nothing else runs in it.
    const before = Deno.memoryUsage().rss;
    let most = 0;
    const timer = setInterval(() => most = Math.max(most, Deno.memoryUsage().rss), 5);
    await bed.apply(() => void files.put({ src: source, dest: "/srv/large" }));
    const up = most - before;
    most = 0;
    const middle = Deno.memoryUsage().rss;
    await bed.apply(() => void files.get({ src: "/srv/large", dest: copy }));
    clearInterval(timer);
    console.log(`    ${size >> 20} MiB: upload ${up >> 20} MiB more, download ${(most - middle) >> 20} MiB more`);
    deepStrictEqual((await Deno.stat(copy)).size, size);
    strictEqual(await bed.sh("stat -c %s /srv/large"), `${size}\n`);
    ok(up < size, `${up >> 20} MiB`);
    ok(most - middle < size, `${(most - middle) >> 20} MiB`);
    await nothingLeft(host);
  });
});
