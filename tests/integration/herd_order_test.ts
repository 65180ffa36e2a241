import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { bedTest, startOverlayHosts } from "../bed/mod.ts";
import { connectionData, drover, eventsOf } from "./herd_bed.ts";
import { failuresOf, outcomesOf, resultsOf } from "./herd_events.ts";
import { concurrency, forgetSteps, isBefore, readSteps, type Release, startMeeting, type Step } from "./herd_order.ts";

const DEPLOY = new URL("../fixtures/herd/order.ts", import.meta.url).pathname;
const HOSTS = 10;
const STEPS = ["One", "Two", "Three"];

/** All that wait go on when this many have come together, or all that are left. */
const together = (size: number): Release => (waiting, arrived) => {
  const left = arrived.length % HOSTS || HOSTS;
  return waiting.length === size || left === HOSTS ? waiting : [];
};

bedTest("ten hosts go through a deploy in the order and at the pace that the options say", async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "drover-order-" });
  await using bed = await startOverlayHosts(HOSTS);
  await using meeting = startMeeting();
  const connection = Object.entries(await connectionData(bed));
  const names = bed.hosts.map(({ name }) => name);

  /** Runs the deploy, with steps that fail on some hosts, and gives what it said and what the hosts saw. */
  const run = async (flags: readonly string[], release?: Release, fails: Readonly<Record<string, string>> = {}) => {
    const hosts = connection.map(([name, data]) => [name, fails[name] ? { ...data, fails: fails[name] } : data]);
    const groups = { herd: { hosts }, odd: hosts.filter((_, index) => index % 2 === 0).map(([name]) => name) };
    const data = { ssh_user: "root", origin: meeting.origin };
    await Deno.writeTextFile(join(folder, "inventory.ts"), `export default ${JSON.stringify({ data, groups })};\n`);
    await forgetSteps(bed.hosts);
    meeting.begin(release ?? ((waiting) => waiting));
    const ended = await drover(["inventory.ts", DEPLOY, "-y", ...flags], { cwd: folder });
    return { ...ended, steps: await readSteps(bed.hosts) };
  };
  const of = (steps: readonly Step[], name: string) => steps.filter(({ step, host }) => step === name || host === name);

  try {
    await t.step(
      "by default all hosts do an operation together, and none starts the next before all have ended",
      async () => {
        const { code, steps, ...ended } = await run(["--json"], together(HOSTS));
        strictEqual(code, 0, failuresOf({ code, ...ended }));
        strictEqual(steps.length, HOSTS * STEPS.length);
        for (const name of STEPS) strictEqual(concurrency(of(steps, name)), HOSTS);
        ok(isBefore(of(steps, "One"), of(steps, "Two")) && isBefore(of(steps, "Two"), of(steps, "Three")));
        const started = eventsOf({ code, ...ended }).filter(({ type }) => type === "operation.started");
        deepStrictEqual(
          started.map(({ name, hosts }) => [name, [...hosts].sort()]),
          STEPS.map((name) => [name, [...names].sort()]),
        );
      },
    );

    await t.step("--parallel 3: three at a time and never more, still one operation after the other", async () => {
      const { code, steps, stderr } = await run(["--parallel", "3"], together(3));
      strictEqual(code, 0, stderr);
      for (const name of STEPS) strictEqual(concurrency(of(steps, name)), 3);
      ok(isBefore(of(steps, "One"), of(steps, "Two")) && isBefore(of(steps, "Two"), of(steps, "Three")));
    });

    await t.step("--serial: one host after the other, in the order of the inventory", async () => {
      const { code, steps, stderr } = await run(["--serial"]);
      strictEqual(code, 0, stderr);
      strictEqual(concurrency(steps), 1);
      deepStrictEqual(
        steps.map(({ host, step }) => `${host} ${step}`),
        names.flatMap((name) => STEPS.map((step) => `${name} ${step}`)),
      );
    });

    await t.step("--no-wait: a slow host holds nobody up", async () => {
      // The first step of the first host ends when all others are through.
      const { code, steps, stderr } = await run(["--no-wait"], (waiting, arrived) => {
        const through = arrived.filter((who) => who.startsWith("Three/")).length >= HOSTS - 1;
        return waiting.filter((who) => through || who !== `One/${names[0]}`);
      });
      strictEqual(code, 0, stderr);
      const slow = steps.find(({ host, step }) => host === names[0] && step === "One")!;
      const others = steps.filter(({ host }) => host !== names[0]);
      strictEqual(others.length, (HOSTS - 1) * STEPS.length);
      for (const one of others) ok(one.start < slow.end, `${one.host} ${one.step} waited for ${slow.host}`);
    });

    await t.step("--limit takes hosts, groups and patterns; the others see nothing", async () => {
      const { code, steps, stderr } = await run(["--limit", "odd", "--limit", "host1*", "--exclude", "host3"]);
      strictEqual(code, 0, stderr);
      deepStrictEqual([...new Set(steps.map(({ host }) => host))].sort(), [
        "host1",
        "host10",
        "host5",
        "host7",
        "host9",
      ]);
    });

    await t.step("a host that fails leaves, the others go on, and the results say so", async () => {
      const { code, steps, stderr } = await run([], undefined, { host4: "Two" });
      strictEqual(code, 1, stderr);
      deepStrictEqual(of(steps, "host4").map(({ step }) => step), ["One", "Two"]);
      strictEqual(of(steps, "Three").length, HOSTS - 1);
      const table = stderr.slice(stderr.indexOf("--> Results:"));
      match(table, /One +10 +10 +- +-\n +Two +10 +9 +1 +-\n +Three +9 +9 +- +-\n +Grand total +29 +28 +1 +-/);
      match(table, /\[host4\] failed in Two/);
      match(stderr, /\[host4\] +Error/);
    });

    await t.step("--fail-percent ends the run when more hosts fail, in every mode", async () => {
      const failing = { host2: "One", host4: "One" };
      for (const flags of [[], ["--serial"], ["--no-wait"]]) {
        const few = await run([...flags, "--fail-percent", "20", "--json"], undefined, failing);
        strictEqual(few.code, 1, few.stderr);
        strictEqual(of(few.steps, "Three").length, HOSTS - 2, flags.join(" "));
      }
      for (const flags of [[], ["--serial"]]) {
        const many = await run([...flags, "--fail-percent", "10", "--json"], undefined, failing);
        strictEqual(many.code, 1, many.stderr);
        const { hosts } = resultsOf(many);
        // One after the other two hosts are through or on their way when the second fails; together nobody is.
        strictEqual(of(many.steps, "Three").length, flags.length ? 2 : 0, flags.join(" "));
        strictEqual(Object.values(hosts).filter(({ state }) => state === "failed").length, flags.length ? 8 : HOSTS);
        if (!flags.length) deepStrictEqual([...outcomesOf(resultsOf(many)).keys()], ["One"]);
      }
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
