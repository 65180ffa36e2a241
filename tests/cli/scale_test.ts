import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { bedTest, startSshd } from "../bed/mod.ts";
import { startProgram } from "../integration/started_program.ts";
import { inventoryOf } from "./hosts.ts";
import { startProject } from "./program.ts";

const WEBS = ["web1", "web2", "web3", "web4"];

/** Writes down which host did which step; `broken` has a line for each host that fails. */
function script(folder: string): string {
  return `import { server } from "drover";
export default (host) => {
  server.shell({ name: "check", commands: "! grep -qx " + host.name + " ${folder}/broken" });
  server.shell({ name: "log", commands: "echo " + host.name + " >> ${folder}/log" });
};
`;
}

bedTest("batches, canaries, journals and shards", async (t) => {
  await using server = await startSshd({ users: false });
  await using project = await startProject();
  await project.write({
    "web.ts": script(project.folder),
    "other.ts": script(project.folder),
    "hosts.ts": inventoryOf(server, { web: WEBS, db: ["db1"] }),
    "two.ts": inventoryOf({ ...server, port: 1 }, { web: WEBS.slice(0, 2) }),
  });
  const drover = async (args: readonly string[], broken: readonly string[] = []) => {
    await project.write({ log: "", broken: broken.map((name) => `${name}\n`).join("") });
    const ended = await project.drover(args);
    return { ...ended, hosts: (await project.read("log"))!.split("\n").slice(0, -1) };
  };
  const run = (...args: string[]) => drover(["hosts.ts", "web.ts", "-y", ...args]);

  await t.step("--batch: one plan, then batch after batch", async () => {
    const { code, stderr, hosts } = await run("--batch", "1,50%");
    strictEqual(code, 0, stderr);
    strictEqual(stderr.match(/Detected changes/g)?.length, 1);
    match(stderr, /Batch 1 of 3: web1\n[^]*Batch 2 of 3: web2, web3, web4\n[^]*Batch 3 of 3: db1\n/);
    deepStrictEqual([hosts[0], hosts.at(-1)], ["web1", "db1"]);
  });
  await t.step("a failure leaves the batches after it alone; --retry-failed goes on there", async () => {
    const first = await drover(["hosts.ts", "web.ts", "-y", "--batch", "2"], ["web2"]);
    strictEqual(first.code, 1, first.stderr);
    deepStrictEqual(first.hosts, ["web1"]);
    match(first.stderr, /\[web3\] +The run stopped before this host: 1 of 5 hosts failed/);
    const again = await run("--retry-failed");
    strictEqual(again.code, 0, again.stderr);
    deepStrictEqual(again.hosts.sort(), ["db1", "web2", "web3", "web4"]);
    const nothing = await run("--retry-failed");
    strictEqual(nothing.code, 2);
    match(nothing.stderr, /no host failed in the last run: .*hosts\.ts .*web\.ts in .*: 4 ok/);
  });
  await t.step("--max-failures lets further batches start", async () => {
    const { code, hosts } = await drover(["hosts.ts", "web.ts", "-y", "--batch", "1", "--max-failures", "20%"], [
      "web2",
    ]);
    strictEqual(code, 1);
    deepStrictEqual(hosts, ["web1", "web3", "web4", "db1"]);
  });
  await t.step("--canary: -y goes on when no canary failed, and stops when one has", async () => {
    const good = await run("--canary", "1");
    strictEqual(good.code, 0, good.stderr);
    deepStrictEqual([good.hosts[0], good.hosts.length], ["web1", 5]);
    const bad = await drover(["hosts.ts", "web.ts", "-y", "--canary", "2"], ["web1"]);
    deepStrictEqual([bad.code, bad.hosts], [1, ["web2"]]);
    match(bad.stderr, /\[db1\] +The run stopped before this host: 1 of 2 canary hosts failed/);
  });
  await t.step("--canary asks", async () => {
    await project.write({ log: "", broken: "" });
    const args = ["hosts.ts", "web.ts", "--canary", "1"];
    const { stdout } = await project.onTerminal(args, "\nno\n", { after: "Press enter to execute" });
    match(stdout, /No canary failed: go on with the other 4 hosts\? \[y\/N\]/);
    match(stdout, /it was not confirmed/);
    strictEqual(await project.read("log"), "web1\n");
  });
  await t.step("--dry leaves no journal: --retry-failed is about what was applied", async () => {
    const failed = await drover(["hosts.ts", "other.ts", "-y", "--limit", "web"], ["web3"]);
    strictEqual(failed.code, 1);
    strictEqual((await drover(["hosts.ts", "other.ts", "--dry"])).code, 3);
    const again = await drover(["hosts.ts", "other.ts", "-y", "--retry-failed"]);
    deepStrictEqual(again.hosts, ["web3"]);
  });
  await t.step("after an interrupt --retry-failed takes all hosts of the run", async () => {
    const waits = `until [ -e ${project.path("go")} ]; do sleep 0.02; done`;
    await project.write({
      log: "",
      "slow.ts": `import { server } from "drover";
export default (host) => {
  server.shell({ name: "log", commands: "echo " + host.name + " >> ${project.path("log")}; ${waits}" });
  server.shell({ name: "next", commands: "true" });
};
`,
    });
    await using program = startProgram(project, ["hosts.ts", "slow.ts", "-y", "--limit", "web"]);
    await program.says(/Starting operation: log/);
    program.interrupt();
    await program.says(/Stopping: nothing new is started/);
    await project.write({ go: "" });
    strictEqual(await program.code, 130);
    const again = await drover(["hosts.ts", "slow.ts", "-y", "--retry-failed"]);
    strictEqual(again.code, 0, again.stderr);
    deepStrictEqual(again.hosts.sort(), WEBS);
  });
  await t.step("--retry-failed takes hosts that could not be reached", async () => {
    strictEqual((await drover(["two.ts", "web.ts", "-y"])).code, 4);
    const { code, stderr } = await drover(["two.ts", "web.ts", "-y", "--retry-failed", "--exclude", "web1"]);
    strictEqual(code, 4);
    ok(!stderr.includes("[web1]"), stderr);
    const none = await drover(["two.ts", "web.ts", "-y", "--retry-failed", "--exclude", "web2"]);
    strictEqual(none.code, 2, none.stderr);
    match(none.stderr, /none of the hosts that failed takes part: web2/);
  });
  await t.step("--shard: every host is in one part, and results merge puts them together", async () => {
    const seen: string[] = [];
    for (const index of [1, 2, 3]) {
      const { code, stdout, hosts } = await drover(
        ["hosts.ts", "web.ts", "-y", "--json", "--shard", `${index}/3`],
        ["web2"],
      );
      ok(code === 0 || code === 1);
      await project.write({ [`part${index}.json`]: stdout });
      seen.push(...hosts);
    }
    deepStrictEqual(seen.sort(), ["db1", "web1", "web3", "web4"]);
    const all = ["part1.json", "part2.json", "part3.json"];
    const merged = await project.drover(["results", "merge", ...all]);
    strictEqual(merged.code, 1, merged.stderr);
    match(merged.stdout, /^ +check +5 +4 +1 +-$/m);
    match(merged.stdout, /^ +log +4 +4 +- +-$/m);
    match(merged.stdout, /\[web2\] failed in check/);
    strictEqual(merged.stderr, "");
    const json = await project.drover(["--json", "results", "merge", ...all]);
    deepStrictEqual(Object.keys(JSON.parse(json.stdout).results.hosts).sort(), ["db1", ...WEBS]);
    await project.write({ "all.json": json.stdout });
    strictEqual((await project.drover(["results", "merge", "all.json"])).stdout, merged.stdout);
  });
  await t.step("--shard after --limit, also for what changes nothing; an empty part is no error", async () => {
    const parts = await Promise.all(
      [1, 2].map((index) =>
        project.drover(["hosts.ts", "--limit", "web1", "--shard", `${index}/2`, "exec", "--", "echo", "me"])
      ),
    );
    deepStrictEqual(parts.map(({ code }) => code), [0, 0]);
    strictEqual(parts.map(({ stdout }) => stdout).join(""), "me\n");
    match(parts.map(({ stderr }) => stderr).join(""), /Shard \d\/2 has none of the 1 hosts/);
  });
  await t.step("more hosts than there are open files for are refused before anything is connected to", async () => {
    const { code, stderr } = await project.drover(["hosts.ts", "web.ts", "-y"], { openFiles: 75 });
    strictEqual(code, 2, stderr);
    match(stderr, /Cannot connect to 5 hosts at once: 75 open files, the limit of this process, are enough for 3/);
    ok(!stderr.includes("Connecting"), stderr);
    const few = await project.drover(["hosts.ts", "web.ts", "-y", "--limit", "db1"], { openFiles: 75 });
    strictEqual(few.code, 0, few.stderr);
  });
});

Deno.test("mistakes with batches, shards and results", async (t) => {
  await using project = await startProject({
    "d.ts": `import { files } from "drover"; export default () => { files.file({ path: "marker" }); };`,
    "half.json": '{"type":"stage","stage":"connect"}\n',
  });
  for (
    const [args, says] of [
      ["@local d.ts -y --batch 0", /--batch: expected a number of hosts from 1 or a share up to 100%, found "0"/],
      ["@local d.ts -y --batch 1,,2", /--batch: expected .* found ""/],
      ["@local d.ts -y --batch 120%", /--batch: expected .* found "120%"/],
      ["@local d.ts -y --batch some", /Several sizes are written with commas/],
      ["@local d.ts -y --btach 2", /No option --btach; did you mean "--batch"/],
      ["@local d.ts -y --max-failures 2", /--max-failures is about the batches of --batch[^]*--fail-percent/],
      ["@local d.ts -y --batch 1 --max-failures -1", /--max-failures/],
      ["@local d.ts -y --canary 0", /--canary: expected at least one host/],
      ["@local d.ts -y --canary 10%", /--canary: expected a whole number, found "10%"/],
      ["@local d.ts -y --shard 0/4", /--shard: expected I\/N .* found "0\/4"[^]*\$\(\(INDEX \+ 1\)\)/],
      ["@local d.ts -y --shard 5/4", /--shard: expected I\/N/],
      ["@local d.ts -y --retry-failed", /there is no earlier run of @local .*d\.ts[^]*No run is recorded at all/],
      ["@local fact server.Arch --batch 1", /fact changes nothing: --batch has no meaning for it/],
      ["@local debug-inventory --retry-failed", /debug-inventory changes nothing: --retry-failed/],
      ["results", /results needs to know what to do[^]*drover results merge/],
      ["results megre a.json", /No command "results megre"; did you mean "merge"/],
      ["results merge", /results merge needs files/],
      ["results merge nothing.json", /Cannot read nothing\.json: No such file/],
      ["results merge half.json", /half\.json has no results[^]*did not come to its end/],
      ["results merge d.ts", /d\.ts:1 is no JSON/],
    ] as const
  ) {
    await t.step(args, async () => {
      const { code, stdout, stderr } = await project.drover(args.split(" "));
      match(stderr, says);
      strictEqual(code, 2, stderr);
      strictEqual(stdout, "");
      strictEqual(await project.read("marker"), undefined);
    });
  }
});
