import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { bedTest, type OverlayHosts, startOverlayHosts } from "../bed/mod.ts";
import { drover, installProgram, type InventoryOptions, startLinks, writeInventory } from "./herd_bed.ts";
import { failuresOf, outcomesOf, pendingOf, planOf, resultsOf, turnsOf } from "./herd_events.ts";
import { makeDeb, makeGitRepository, makeRepository, makeWheel, serveFolder } from "./herd_packages.ts";

const FIXTURES = new URL("../fixtures/", import.meta.url);
const DEPLOY = new URL("herd/deploy.ts", FIXTURES).pathname;
const HOSTS = 10;
/** What a run that changes nothing may cost beside connecting. */
const ROUND_TRIPS = 5;

bedTest("the main job on ten hosts: a deploy of all modules changes everything once", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "drover-herd-" });
  await using bed = await startOverlayHosts(HOSTS);
  const data = await prepare(bed, folder);
  await using server = serveFolder(folder);
  const common = { ...data, origin: server.origin };
  const inventory = async (name: string, extra: Record<string, unknown>, options?: InventoryOptions) => {
    await writeInventory(join(folder, name), bed, { ...common, ...extra }, options);
    return name;
  };
  const call = (...args: string[]) => drover(args, { cwd: folder });
  const bySudo = await inventory("sudo.ts", { ssh_user: "drover-sudo" });

  try {
    await t.step("the first plan shows changes on every host and changes nothing", async () => {
      const run = await call(bySudo, DEPLOY, "--sudo", "--dry", "--json");
      strictEqual(run.code, 3, run.stderr);
      const planned = planOf(run).filter(({ hosts }) => Object.keys(hosts).length > 0);
      ok(planned.length >= 25, `only ${planned.length} operations`);
      for (const host of bed.hosts) strictEqual(await exists(host.path("/srv/hello")), false);
    });

    await t.step("the first run changes every host", async () => {
      const started = performance.now();
      const run = await call(bySudo, DEPLOY, "--sudo", "-y", "--json");
      strictEqual(run.code, 0, failuresOf(run));
      const results = resultsOf(run);
      strictEqual(Object.keys(results.hosts).length, HOSTS);
      for (const [name, outcomes] of outcomesOf(results)) {
        deepStrictEqual(new Set(outcomes), new Set([UNCHANGED_AT_FIRST.test(name) ? "unchanged" : "changed"]), name);
        strictEqual(outcomes.length, HOSTS, name);
      }
      console.log(`    ${results.operations.length} operations changed ${HOSTS} hosts in ${seconds(started)}`);
    });

    await t.step("the hosts are as the deploy says", async () => {
      for (const { name, path, run } of bed.hosts) {
        strictEqual(await Deno.readTextFile(path("/etc/hello.d/host")), `name = ${name}\nsystem = Debian\n`);
        strictEqual(await Deno.readTextFile(path("/etc/hello.d/limits")), "limit = 1\nlimit = 2\nlimit = 3\n");
        strictEqual(await run(["hostname"]), `${name}-of-the-herd\n`);
        match(await run(["id", "hello"]), /gid=\d+\(hello\)/);
        strictEqual(await run(["herd-hello"]), "hello 1.0\n");
        match(await run(["dpkg-query", "-W", "herd-tools", "herd-extra"]), /herd-extra\s+1\.0\nherd-tools\s+1\.0/);
        strictEqual(
          await run(["stat", "-c", "%U %a", "/srv/hello/log", "/srv/hello/log/hello.log"]),
          "hello 750\nhello 600\n",
        );
        strictEqual(await run(["cat", "/srv/hello/current/README"]), "Hello\n");
        strictEqual(await Deno.readTextFile(path("/srv/hello/site/images/logo.txt")), "not really an image\n");
        // The handler ran once, at the end, after the service had been started.
        strictEqual(
          await Deno.readTextFile(path("/var/lib/fake-systemd/log")),
          "daemon-reload\nstart hello.service\nenable hello.service\nreload hello.service\n",
        );
      }
    });

    await t.step("then there is nothing to do, and a second run changes nothing", async () => {
      const before = await Promise.all(bed.hosts.map(({ run }) => run(["sh", "-c", SNAPSHOT])));
      const dry = await call(bySudo, DEPLOY, "--sudo", "--dry", "--json");
      strictEqual(dry.code, 0, pendingOf(dry).join("\n"));
      // Without a plan the operations themselves have to find that there is nothing to do.
      const second = await call(bySudo, DEPLOY, "--sudo", "-y", "--no-plan", "--json");
      strictEqual(second.code, 0, failuresOf(second));
      const changed = [...outcomesOf(resultsOf(second))].filter(([, outcomes]) => outcomes.includes("changed"));
      deepStrictEqual(changed, []);
      deepStrictEqual(await Promise.all(bed.hosts.map(({ run }) => run(["sh", "-c", SNAPSHOT]))), before);
    });

    await t.step("at 50 ms a run without changes costs connect and at most five round trips a host", async () => {
      await using slow = await startLinks(bed, 50);
      const { links } = slow;
      for (const [user, flags] of [["root", []], ["drover-sudo", ["--sudo"]]] as const) {
        const file = await inventory(`slow-${user}.ts`, { ssh_user: user }, { links });
        // Connecting, opening a shell and leaving again; the one command goes out with the shell's first line.
        const connect = await turnsOf(links, () => call(file, "exec", ...flags, "--", "true"));
        strictEqual(connect.code, 0, connect.stderr);
        const started = performance.now();
        const run = await turnsOf(links, () => call(file, DEPLOY, "-y", "--json", ...flags));
        strictEqual(run.code, 0, run.stderr);
        deepStrictEqual(pendingOf(run), []);
        const counted = Object.values(resultsOf(run).hosts).map(({ roundTrips }) => roundTrips);
        // What the client says without having to wait adds to the turns, more or less: the least of all hosts is nearest.
        const onLink = Math.min(...run.turns) - Math.min(...connect.turns) + 1;
        console.log(
          `    as ${user}: ${spread(counted)} round trips counted, ${onLink} on the link beside the ` +
            `${spread(connect.turns)} of connecting, ${seconds(started)} in all`,
        );
        ok(Math.max(...counted) <= ROUND_TRIPS, `as ${user}: ${counted} round trips`);
        ok(onLink <= ROUND_TRIPS, `as ${user}: ${onLink} turns on the link beside connecting`);
      }
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;
const spread = (counts: readonly number[]) => [...new Set([Math.min(...counts), Math.max(...counts)])].join(" to ");

/** Operations for which the first run finds nothing to do. */
const UNCHANGED_AT_FIRST = /^server\.packages/;

/** All that the deploy is about, with its times: nothing may be written a second time. */
const SNAPSHOT = `
cd /etc
find /srv /var/lib/fake-systemd hello.conf hello.conf.local hello.d apt/sources.list.d systemd/system/hello.service \\
  passwd group hosts hostname localtime timezone gitconfig security/limits.conf \\
  ! -path "*/.git/*" -exec stat -c "%n %Y %a %U" {} + | sort
dpkg-query -W`;

/** Gives the hosts what a real one would have, and makes what the deploy fetches. */
async function prepare(bed: OverlayHosts, folder: string): Promise<Record<string, unknown>> {
  const packages = join(folder, "packages");
  await Deno.mkdir(packages);
  await makeRepository(packages, [
    { name: "herd-hello", files: { "usr/bin/herd-hello": "#!/bin/sh\necho hello 1.0\n" } },
    { name: "herd-tools" },
  ]);
  await makeDeb(packages, { name: "herd-extra" }, "herd-extra.deb");
  const python = await makeWheel(packages);
  await makeGitRepository(join(folder, "hello.git"), { README: "Hello\n" });
  await Deno.writeTextFile(join(folder, "download.txt"), "Downloaded\n");
  for (const host of bed.hosts) {
    await installProgram(host, new URL("systemctl.sh", FIXTURES), "systemctl");
    // Their only source of packages shall be that of the deploy.
    await host.run(["sh", "-c", "rm -rf /etc/apt/sources.list /etc/apt/sources.list.d/* /var/lib/apt/lists/*"]);
    await Deno.writeTextFile(host.path("/etc/hello.conf.local"), "debug = yes\nlevel = info\n");
  }
  const digest = createHash("sha256").update("Downloaded\n").digest("hex");
  return { digest, packages, python };
}

async function exists(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, () => false);
}
