import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { rolling, type RollingOptions } from "drover";
import type { FakeCommand } from "./fake_connector.ts";
import { runOn, say, type TestRun } from "./harness.ts";

const turn = () => new Promise<void>((resolve) => setTimeout(resolve));

/** Counts how many hosts do something at a time. */
function crowd() {
  let now = 0;
  let most = 0;
  const answer = async ({ kind }: FakeCommand) => {
    if (kind === "fact") return;
    most = Math.max(most, ++now);
    for (let count = 0; count < 5; count++) await turn();
    now--;
  };
  return { answer, most: () => most };
}

function two() {
  say("a");
  say("b");
}

function lines(ran: TestRun): string[] {
  return ran.commands.map(({ host, text }) => `${host} ${text}`);
}

Deno.test("--serial: one host after the other goes through its whole program", async () => {
  const ran = await runOn(two, { hosts: 2, strategy: { mode: "serial" } });
  deepStrictEqual(lines(ran), ["host1 a", "host1 b", "host2 a", "host2 b"]);
});

Deno.test("--no-wait: no host waits for another one", async () => {
  const slow = Promise.withResolvers<void>();
  const ran = await runOn(two, {
    hosts: 2,
    strategy: { mode: "free" },
    // host1 comes to an end only when host2 is through.
    answer: async ({ host, text }) => {
      if (host === "host1" && text === "a") await slow.promise;
      if (host === "host2" && text === "b") slow.resolve();
    },
  });
  deepStrictEqual(lines(ran).at(-1), "host1 b");
});

Deno.test("without a strategy no host starts an operation before all have done the one before", async () => {
  let done = 0;
  let early = false;
  await runOn(two, {
    hosts: 3,
    answer: async ({ host, text }) => {
      if (text === "b") early ||= done < 3;
      if (text !== "a") return;
      if (host === "host1") await turn();
      done++;
    },
  });
  strictEqual(early, false);
});

for (
  const [what, globals, strategy, most] of [
    ["nothing", {}, {}, 4],
    ["--parallel 2", {}, { parallel: 2 }, 2],
    ["_parallel: 3", { _parallel: 3 }, {}, 3],
    ["_parallel over --parallel", { _parallel: 3 }, { parallel: 2 }, 3],
    ["_serial", { _serial: true }, {}, 1],
  ] as const
) {
  Deno.test(`${what}: ${most} of 4 hosts run an operation at a time`, async () => {
    const found = crowd();
    await runOn(() => void say("a", globals), {
      hosts: 4,
      strategy: { mode: "barrier", ...strategy },
      answer: found.answer,
    });
    strictEqual(found.most(), most);
  });
}

function roll(options: RollingOptions) {
  return async () => {
    say("before");
    await rolling("update", options, () => {
      say("stop");
      say("start");
    });
    say("after");
  };
}

Deno.test("rolling: batch after batch goes through the whole block", async () => {
  const ran = await runOn(roll({ batch: [1, "50%"] }), { hosts: 4 });
  deepStrictEqual(ran.meetings, [
    "before: host1 host2 host3 host4",
    "stop: host1",
    "start: host1",
    "stop: host2 host3",
    "start: host2 host3",
    "stop: host4",
    "start: host4",
    "after: host1 host2 host3 host4",
  ]);
});

Deno.test("rolling: a failure leaves the batches after it alone", async () => {
  const answer = ({ host, text }: FakeCommand) => ({ code: host === "host2" && text === "start" ? 1 : 0 });
  const ran = await runOn(roll({ batch: 1 }), { hosts: 4, answer });
  deepStrictEqual(ran.on("host3"), ["before"]);
  match(ran.error("host3")!.message, /Rolling "update" stopped before this host: 1 of 4 hosts failed/);
  deepStrictEqual(ran.on("host1"), ["before", "stop", "start", "after"]);
  const tolerated = await runOn(roll({ batch: 1, maxFailures: "25%" }), { hosts: 4, answer });
  deepStrictEqual(tolerated.on("host4"), ["before", "stop", "start", "after"]);
});

Deno.test("rolling: a failure from before the block does not count", async () => {
  const ran = await runOn(roll({ batch: 1 }), {
    hosts: 3,
    answer: ({ host, text }) => ({ code: host === "host1" && text === "before" ? 1 : 0 }),
  });
  deepStrictEqual(ran.on("host3"), ["before", "stop", "start", "after"]);
});

Deno.test("rolling: pauses between two batches", async () => {
  const at: number[] = [];
  await runOn(roll({ batch: 1, pause: 0.1 }), {
    hosts: 2,
    answer: ({ text }) => {
      if (text === "stop" || text === "start") at.push(performance.now());
    },
  });
  ok(at[2]! - at[1]! >= 95, `${at[2]! - at[1]!} ms`);
});

Deno.test("rolling: asks before each further batch, and stops where it is declined", async () => {
  const questions: string[] = [];
  const ran = await runOn(roll({ batch: 1, confirm: true }), {
    hosts: 3,
    confirm: (question) => Promise.resolve(questions.push(question) < 2),
  });
  deepStrictEqual(questions, [
    'Rolling "update": go on with batch 2 of 3?',
    'Rolling "update": go on with batch 3 of 3?',
  ]);
  match(ran.error("host3")!.message, /it was not confirmed/);
  deepStrictEqual(ran.on("host2").at(-1), "after");
});

Deno.test("a host that waits for something outside of the run holds up nobody for good", async () => {
  const opened = Promise.withResolvers<void>();
  const ran = await runOn(async (host) => {
    if (host.phase === "apply") {
      if (host.name === "host1") {
        await say("open");
        opened.resolve();
      } else {
        await opened.promise;
        say("open");
      }
    } else say("open");
    say("after");
  }, { hosts: 2, stallSeconds: 0.2 });
  deepStrictEqual(ran.on("host1"), ["open", "after"]);
  deepStrictEqual(ran.on("host2"), ["open", "after"]);
  ok(ran.events.some((event) => event.type === "message" && /host2/.test(event.text)));
});

Deno.test("a script that waits for something outside of the run says so", async () => {
  const waited = Promise.withResolvers<void>();
  const ran = await runOn(async () => {
    say("a");
    await waited.promise;
  }, {
    stallSeconds: 0.05,
    dry: true,
    emit: (event) => void (event.type === "message" && waited.resolve()),
  });
  deepStrictEqual(ran.events.flatMap((event) => event.type === "message" ? [event.text] : []), [
    "The script waits for something outside of the run since 0.05 s; Ctrl-C stops it",
  ]);
});

Deno.test("a failed host whose script still waits for something does not hold up the run", async () => {
  const ran = await runOn(async () => {
    say("a");
    await new Promise(() => {});
  }, { hosts: 1, skipPlan: true, answer: ({ text }) => ({ code: text === "a" ? 1 : 0 }) });
  strictEqual(ran.outcome.results.hosts.get("host1")!.state, "failed");
});

Deno.test("rolling: hosts that the plan says will not come are not waited for", async () => {
  const rolled = Promise.withResolvers<void>();
  const ran = await runOn(async (host) => {
    if (host.in("web")) await rolling("update", { batch: 1 }, () => void say("update"));
    else say("migrate");
  }, {
    hosts: ["web1", "web2", "db"],
    groups: { web: ["web1", "web2"] },
    answer: async ({ host, text }) => {
      if (host === "web2" && text === "update") rolled.resolve();
      if (text === "migrate") await rolled.promise;
    },
  });
  deepStrictEqual(ran.commands.map(({ host }) => host).toSorted(), ["db", "web1", "web2"]);
});

Deno.test("without a plan hosts meet as well, also after one of them has waited", async () => {
  const ran = await runOn(async (host) => {
    if (host.name === "host1") await say("probe");
    say("common");
  }, { hosts: 2, skipPlan: true });
  deepStrictEqual(ran.meetings, ["probe: host1", "common: host1 host2"]);
});
