import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { runOn, say, type TestRun } from "./harness.ts";

function two() {
  say("a");
  say("b");
}

function failsOn(...hosts: readonly string[]) {
  return ({ host, text }: { readonly host: string; readonly text: string }) =>
    text === "a" && hosts.includes(host) ? { code: 1 } : {};
}

function failed(ran: TestRun, count: number): string[] {
  const names = Array.from({ length: count }, (_, index) => `host${index + 1}`);
  return names.filter((name) => ran.error(name) !== undefined);
}

Deno.test("batch: the next hosts start when those before have gone through; they are planned together", async () => {
  const ran = await runOn(two, { hosts: 4, strategy: { mode: "barrier", batch: [1, "50%"] } });
  deepStrictEqual(ran.meetings, [
    "a: host1",
    "b: host1",
    "a: host2 host3",
    "b: host2 host3",
    "a: host4",
    "b: host4",
  ]);
  deepStrictEqual(ran.plan.operations.map(({ hosts }) => hosts.size), [4, 4]);
});

Deno.test("batch: what fails stops the rest, and the rest is not touched", async () => {
  const ran = await runOn(two, {
    hosts: 6,
    strategy: { mode: "barrier", batch: 2 },
    answer: failsOn("host3"),
  });
  deepStrictEqual(ran.on("host5"), []);
  deepStrictEqual(ran.on("host4"), ["a", "b"]);
  deepStrictEqual(failed(ran, 6), ["host3", "host5", "host6"]);
  strictEqual(ran.error("host5")!.message, "The run stopped before this host: 1 of 6 hosts failed");
});

for (const [maxFailures, last] of [[1, 5], ["20%", 5], ["40%", 6], [2, 6]] as const) {
  Deno.test(`maxFailures ${maxFailures}: two of six fail, the run comes to host${last}`, async () => {
    const ran = await runOn(two, {
      hosts: 6,
      strategy: { mode: "barrier", batch: 1, maxFailures },
      answer: failsOn("host1", "host5"),
    });
    deepStrictEqual(ran.on("host6"), last === 6 ? ["a", "b"] : []);
  });
}

for (const mode of ["barrier", "free", "serial"] as const) {
  Deno.test(`failPercent ends a run in batches, too (${mode})`, async () => {
    const ran = await runOn(two, {
      hosts: 10,
      strategy: { mode, batch: 2, maxFailures: "100%", failPercent: 20 },
      answer: failsOn("host1", "host3", "host5"),
    });
    deepStrictEqual(ran.on("host7"), []);
    match(ran.error("host10")!.message, /^The run ended: 3 of 10 hosts failed, more than 20 %/);
  });
  Deno.test(`_runOnce runs once in a run of batches (${mode})`, async () => {
    const ran = await runOn(() => {
      say("migrate", { _runOnce: true });
      say("b");
    }, { hosts: 3, strategy: { mode, batch: 1 } });
    deepStrictEqual(ran.outcomes("migrate"), { host1: "changed", host2: "skipped", host3: "skipped" });
  });
}

Deno.test("_runOnce runs once where hosts do not wait for each other", async () => {
  const ran = await runOn(() => void say("migrate", { _runOnce: true }), { hosts: 3, strategy: { mode: "free" } });
  deepStrictEqual(Object.values(ran.outcomes("migrate")).sort(), ["changed", "skipped", "skipped"]);
});

Deno.test("_runOnce of an earlier batch counts as it ended, whatever its host does later", async () => {
  const ran = await runOn(() => {
    say("migrate", { _runOnce: true });
    say("a");
  }, { hosts: 2, strategy: { mode: "barrier", batch: 1, maxFailures: 1 }, answer: failsOn("host1") });
  deepStrictEqual(failed(ran, 2), ["host1"]);
});

Deno.test("canary: the others start when it is confirmed", async () => {
  const asked: string[] = [];
  const run = (answer: boolean) =>
    runOn(two, {
      hosts: 4,
      strategy: { mode: "barrier", canary: 1 },
      confirm: (question) => {
        asked.push(question);
        return Promise.resolve(answer);
      },
    });
  deepStrictEqual((await run(true)).meetings, ["a: host1", "b: host1", "a: host2 host3 host4", "b: host2 host3 host4"]);
  const refused = await run(false);
  deepStrictEqual(refused.meetings, ["a: host1", "b: host1"]);
  match(refused.error("host2")!.message, /it was not confirmed/);
  deepStrictEqual(asked, Array(2).fill("No canary failed: go on with the other 3 hosts?"));
});

Deno.test("canary: one that fails stops the run without a question", async () => {
  const ran = await runOn(two, {
    hosts: 4,
    strategy: { mode: "barrier", canary: 2, maxFailures: 4 },
    answer: failsOn("host2"),
    confirm: () => Promise.reject(new Error("asked")),
  });
  deepStrictEqual(ran.on("host3"), []);
  match(ran.error("host3")!.message, /1 of 2 canary hosts failed/);
});

Deno.test("canary: as many as there are hosts, or more, leave nothing to ask", async () => {
  const ran = await runOn(two, {
    hosts: 2,
    strategy: { mode: "barrier", canary: 5 },
    confirm: () => Promise.reject(new Error("asked")),
  });
  deepStrictEqual(failed(ran, 2), []);
});
