import { deepStrictEqual, doesNotMatch, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { bedTest, type OverlayHost, startOverlayHosts } from "../bed/mod.ts";
import { EXAMPLES, makeShop, NAMES, prepareHost, writePrograms, writeSshConfig } from "./examples_bed.ts";
import { drover } from "./herd_bed.ts";
import { failuresOf, outcomesOf, pendingOf, resultsOf } from "./herd_events.ts";
import { serveFolder } from "./herd_packages.ts";

bedTest("the examples run for real", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "drover-examples-" });
  await using bed = await startOverlayHosts(NAMES.length);
  await using git = serveFolder(folder);
  await Promise.all([
    makeShop(folder),
    writePrograms(join(folder, "bin")),
    writeSshConfig(join(folder, "ssh_config"), bed),
    ...bed.hosts.map((host) => prepareHost(host, bed, git.origin)),
  ]);
  const host = (name: string): OverlayHost => bed.hosts[NAMES.indexOf(`${name}.example.net`)]!;
  const on = async (name: string, path: string) => await Deno.readTextFile(host(name).path(path)).catch(() => "");

  /** What the health check of each host answers; by default whether its service has been started. */
  const health = new Map<string, number>();
  const checks: string[] = [];
  // The names of the example resolve nowhere: Drover asks through this proxy.
  await using proxy = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const { hostname, pathname, port } = new URL(request.url);
    checks.push(`${hostname}:${port}${pathname}`);
    const isUp = await on(hostname.split(".")[0]!, "/var/lib/fake-systemd/log").then((text) => /shop/.test(text));
    return new Response("", { status: health.get(hostname) ?? (isUp ? 200 : 503) });
  });
  const env = {
    PATH: `${join(folder, "bin")}:${Deno.env.get("PATH")}`,
    HTTP_PROXY: `http://127.0.0.1:${proxy.addr.port}`,
    NO_PROXY: "127.0.0.1",
    XDG_STATE_HOME: join(folder, ".state"),
  };
  const call = (...args: string[]) =>
    drover(["inventory.ts", ...args, "--data", `ssh_config_file=${join(folder, "ssh_config")}`], {
      cwd: EXAMPLES,
      env,
    });

  try {
    await t.step("inventory.ts: groups, data, and a password that nobody sees", async () => {
      const { code, stdout, stderr } = await call("debug-inventory");
      strictEqual(code, 0, stderr);
      for (const word of ["web3.example.net", "eu-west", "primary", "standby", "eu.pool.ntp.org"]) {
        ok(stdout.includes(word), word);
      }
      doesNotMatch(stdout + stderr, /correct|horse/);
      const broken = await drover(["inventory.ts", "debug-inventory"], { cwd: folder, env });
      ok(broken.code === 2, broken.stderr);
    });

    await t.step("web.ts: plan, first run, and then nothing to do", async () => {
      const dry = await call("web.ts", "--limit", "web", "--dry");
      strictEqual(dry.code, 3, dry.stderr);
      match(dry.stderr, /apt-get .*install nginx|nginx/);
      const first = await call("web.ts", "--limit", "web", "-y", "--json");
      strictEqual(first.code, 0, failuresOf(first));
      for (const name of ["web1", "web2", "web3"]) {
        match(
          await on(name, "/etc/nginx/nginx.conf"),
          new RegExp(`^# ${name}.example.net\n[^]*server 127.0.0.1:8080;`),
        );
        match(
          await on(name, "/etc/nginx/conf.d/blog.conf"),
          /listen 80;\n {2}server_name blog.example.net;\n {2}root \/srv\/blog;/,
        );
        strictEqual(
          await on(name, "/var/lib/fake-systemd/log"),
          "start nginx.service\nenable nginx.service\nreload nginx.service\n",
        );
      }
      const again = await call("web.ts", "--limit", "web", "--dry", "--json");
      strictEqual(again.code, 0, pendingOf(again).join("\n"));
    });

    await t.step("web.ts: a changed site reloads nginx once, where it changed", async () => {
      await Deno.writeTextFile(host("web2").path("/etc/nginx/conf.d/shop.conf"), "changed by hand\n");
      const run = await call("web.ts", "--limit", "web", "-y", "--json");
      strictEqual(run.code, 0, failuresOf(run));
      const reloads = (text: string) => text.split("\n").filter((line) => line.startsWith("reload")).length;
      const counts = await Promise.all(["web1", "web2", "web3"].map((name) => on(name, "/var/lib/fake-systemd/log")));
      deepStrictEqual(counts.map(reloads), [1, 2, 1]);
    });

    const quick = ["--data", "pause=0", "--data", "healthDelay=0.05"];
    await t.step(
      "upgrade.ts: one host after the other leaves the load balancers, is checked and comes back",
      async () => {
        const dry = await call("upgrade_v2.ts", "--limit", "eu-west", "--dry", ...quick);
        strictEqual(dry.code, 3, dry.stderr);
        match(dry.stderr, /known after apply/);
        deepStrictEqual([await on("lb1", "/var/log/lbctl"), checks], ["", []]);

        const run = await call("upgrade_v2.ts", "--limit", "eu-west", "-y", "--json", ...quick);
        strictEqual(run.code, 0, failuresOf(run));
        const expected = ["web1", "web2", "web3"].flatMap((
          name,
        ) => [`drain ${name}.example.net`, `enable ${name}.example.net`]);
        for (const balancer of ["lb1", "lb2"]) {
          deepStrictEqual((await on(balancer, "/var/log/lbctl")).trim().split("\n"), expected);
        }
        deepStrictEqual(checks, ["web1", "web2", "web3"].map((name) => `${name}.example.net:8080/health`));
        // Once for all hosts, on the first of them.
        const migrations = await Promise.all(["web1", "web2", "web3"].map((name) => on(name, "/srv/migrations")));
        deepStrictEqual(migrations, ["migrated\n", "", ""]);
        for (const name of ["web1", "web2", "web3"]) strictEqual(await on(name, "/srv/shop-version"), "v2.0 200\n");
      },
    );

    await t.step("upgrade.ts: a host that is not well is rolled back and put back", async () => {
      for (const balancer of ["lb1", "lb2"]) await Deno.remove(host(balancer).path("/var/log/lbctl"));
      health.set("web2.example.net", 500);
      checks.length = 0;
      const run = await call(
        "upgrade_v2.ts",
        "--limit",
        "eu-west",
        "-y",
        "--json",
        ...quick,
        "--data",
        "healthTries=3",
      );
      const rollbacks = await Promise.all(["web1", "web2", "web3"].map((name) => on(name, "/srv/rollbacks")));
      deepStrictEqual(rollbacks, ["", "rolled back\n", ""], failuresOf(run));
      strictEqual(checks.filter((check) => check.startsWith("web2")).length, 4);
      const expected = ["web1", "web2", "web3"].flatMap((
        name,
      ) => [`drain ${name}.example.net`, `enable ${name}.example.net`]);
      deepStrictEqual((await on("lb2", "/var/log/lbctl")).trim().split("\n"), expected);
      ok([...outcomesOf(resultsOf(run)).keys()].some((name) => name.startsWith("Roll back after Health check")));
      strictEqual(run.code, 0, failuresOf(run));
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
