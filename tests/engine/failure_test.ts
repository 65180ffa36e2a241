import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { type Host, rolling } from "drover";
import type { FakeCommand } from "./fake_connector.ts";
import { runOn, say } from "./harness.ts";

const failsOn = (...texts: string[]) => ({ text }: FakeCommand) => ({ code: texts.includes(text) ? 1 : 0 });

/** Lets all promises that are ready go on, and timers that are due. */
const turn = () => new Promise((resolve) => setTimeout(resolve));

Deno.test("a failed host leaves the run, the others go on", async () => {
  const ran = await runOn(() => {
    say("a");
    say("b");
  }, { hosts: 3, answer: ({ host, text }) => ({ code: host === "host2" && text === "a" ? 1 : 0 }) });
  deepStrictEqual(ran.meetings, ["a: host1 host2 host3", "b: host1 host3"]);
  deepStrictEqual([...ran.outcome.results.hosts].map(([name, { state }]) => [name, state]), [
    ["host1", "ok"],
    ["host2", "failed"],
    ["host3", "ok"],
  ]);
});

Deno.test("_ignoreErrors: a failure counts as done and the host goes on", async () => {
  const seen: unknown[] = [];
  const ran = await runOn(async (host) => {
    const handle = say("a", { _ignoreErrors: true });
    say("b", { _if: handle.didError });
    const { ok, error } = await handle;
    if (host.phase === "apply") seen.push(ok, error?.name);
  }, { answer: failsOn("a"), skipPlan: true });
  deepStrictEqual(ran.on("host1"), ["a", "b"]);
  deepStrictEqual(ran.outcomes("a"), { host1: "ignored" });
  deepStrictEqual(seen, [false, "OperationError"]);
  strictEqual(ran.error("host1"), undefined);
});

Deno.test("_continueOnError: with _ignoreErrors the remaining commands of the operation run", async () => {
  const { server } = await import("drover");
  const script = (globals: object) => () => void server.shell({ name: "x", commands: ["a", "b"], ...globals });
  const stops = await runOn(script({ _ignoreErrors: true }), { answer: failsOn("a") });
  deepStrictEqual(stops.on("host1"), ["a"]);
  const goesOn = await runOn(script({ _ignoreErrors: true, _continueOnError: true }), { answer: failsOn("a") });
  deepStrictEqual(goesOn.on("host1"), ["a", "b"]);
  deepStrictEqual(goesOn.outcomes("x"), { host1: "ignored" });
});

Deno.test("_retries: tries again after a failure, and says so", async () => {
  let tries = 0;
  const ran = await runOn(() => void say("a", { _retries: 3, _retryDelay: 0 }), {
    answer: ({ text }) => ({ code: text === "a" && ++tries < 3 ? 1 : 0 }),
  });
  deepStrictEqual(ran.on("host1"), ["a", "a", "a"]);
  deepStrictEqual(ran.outcomes("a"), { host1: "changed" });
  deepStrictEqual(ran.events.flatMap((event) => event.type === "operation.retry" ? [event.attempt] : []), [1, 2]);
});

Deno.test("_retries: gives up when they are used up", async () => {
  const ran = await runOn(() => void say("a", { _retries: 2, _retryDelay: 0 }), { answer: failsOn("a") });
  strictEqual(ran.on("host1").length, 3);
  strictEqual(ran.outcomes("a").host1, "failed");
});

Deno.test("_retryDelay: waits that long between two tries", async () => {
  const at: number[] = [];
  await runOn(() => void say("a", { _retries: 1, _retryDelay: 0.1 }), {
    answer: ({ text }) => {
      if (text === "a") at.push(performance.now());
      return { code: 1 };
    },
  });
  ok(at[1]! - at[0]! >= 95, `${at[1]! - at[0]!} ms`);
});

Deno.test("_retryUntil: stops on true, fails where it never comes", async () => {
  let tries = 0;
  const until = { _retries: 5, _retryDelay: 0, _retryUntil: ({ stdout }: { stdout: string }) => stdout === "up" };
  const ran = await runOn(() => void say("a", until), {
    answer: ({ text }) => ({ stdout: text === "a" && ++tries === 3 ? "up" : "down" }),
  });
  strictEqual(ran.on("host1").length, 3);
  const never = await runOn(() => void say("a", until), { answer: () => ({ stdout: "down" }) });
  strictEqual(never.on("host1").length, 6);
  match(never.error("host1")!.message, /_retryUntil/);
});

Deno.test("_failedIf: the output decides that an operation failed", async () => {
  const ran = await runOn(() => void say("a", { _failedIf: ({ stdout }) => stdout.includes("WARN") }), {
    answer: () => ({ stdout: "WARN" }),
  });
  match(ran.error("host1")!.message, /_failedIf/);
});

Deno.test("_runOnce: runs on the first active host; its failure fails all", async () => {
  const script = () => {
    say("migrate", { _runOnce: true });
    say("after");
  };
  const ran = await runOn(script, { hosts: 3 });
  deepStrictEqual(ran.commands.map(({ host, text }) => `${host} ${text}`).sort(), [
    "host1 after",
    "host1 migrate",
    "host2 after",
    "host3 after",
  ]);
  deepStrictEqual(ran.outcomes("migrate"), { host1: "changed", host2: "skipped", host3: "skipped" });
  const failed = await runOn(script, { hosts: 3, answer: failsOn("migrate") });
  match(failed.error("host3")!.message, /migrate failed on host1, which runs it for all/);
  deepStrictEqual(failed.meetings, ["migrate: host1 host2 host3"]);
});

Deno.test("an exception in apply fails that host alone", async () => {
  const ran = await runOn(async (host) => {
    await say("a");
    if (host.phase === "apply" && host.name === "host1") throw new Error("oops");
    say("b");
  }, { hosts: 2 });
  match(ran.error("host1")!.message, /oops/);
  deepStrictEqual(ran.meetings, ["a: host1 host2", "b: host2"]);
});

for (
  const [what, script] of [
    ["of an async function", () => void (async () => await Promise.reject(new Error("forgotten")))()],
    ["after a while", () => {
      void (async () => {
        await turn();
        throw new Error("forgotten");
      })();
    }],
    ["in a block", (host: Host) => {
      void host.with({}, () => Promise.reject(new Error("forgotten")));
    }],
  ] as const
) {
  Deno.test(`a rejection that nobody handles, ${what}, fails its host alone`, async () => {
    const ran = await runOn(async (host) => {
      if (host.name === "host1" && host.phase === "apply") script(host);
      await say("a");
      say("b");
    }, { hosts: 2, answer: turn as never });
    match(ran.error("host1")!.message, /forgotten/);
    strictEqual(ran.error("host2"), undefined);
    deepStrictEqual(ran.on("host2"), ["a", "b"]);
  });
}

Deno.test("declaring after a block has ended names the missing await", async () => {
  const ran = await runOn((host) => {
    host.with({}, () => {
      void (async () => {
        await turn();
        say("late");
      })();
    });
    say("a");
  }, { skipPlan: true, answer: turn as never });
  match(ran.error("host1")!.message, /server\.shell was called after its block "with" had ended/);
  match(ran.error("host1")!.hint!, /await/);
});

Deno.test("host.run binds the callbacks of a queue that hosts share to the right host", async () => {
  const queue: (() => void)[] = [];
  let waiting = 0;
  const all = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const ran = await runOn(async (host) => {
    const pass = host.phase === "plan" ? 0 : 1;
    queue.push(() => host.run(() => void say(`from ${host.name}`)));
    if (++waiting % 3 === 0) {
      // One host works off the queue of all.
      for (const job of queue.splice(0)) job();
      all[pass]!.resolve();
    }
    await all[pass]!.promise;
  }, { hosts: 3 });
  for (const host of ["host1", "host2", "host3"]) deepStrictEqual(ran.on(host), [`from ${host}`]);
});

Deno.test("--fail-percent ends the run when too many hosts have failed, in every mode", async () => {
  const script = () => {
    say("a");
    say("b");
  };
  for (const mode of ["barrier", "free", "serial"] as const) {
    const ran = await runOn(script, {
      hosts: 4,
      strategy: { mode, failPercent: 25 },
      answer: ({ host, text }) => ({ code: ["host1", "host2"].includes(host) && text === "a" ? 1 : 0 }),
    });
    match(ran.error("host4")!.message, /The run ended: 2 of 4 hosts failed, more than 25 %/);
    if (mode !== "free") ok(!ran.on("host4").includes("b"), mode);
    const tolerated = await runOn(script, {
      hosts: 4,
      strategy: { mode, failPercent: 25 },
      answer: ({ host, text }) => ({ code: host === "host1" && text === "a" ? 1 : 0 }),
    });
    deepStrictEqual(tolerated.on("host4"), ["a", "b"], mode);
  }
});

Deno.test("the first interrupt lets what runs finish and starts nothing new", async () => {
  const interrupt = new AbortController();
  const ran = await runOn(() => {
    say("a");
    say("b");
  }, {
    hosts: 2,
    signal: interrupt.signal,
    answer: ({ text }) => {
      if (text === "a") interrupt.abort();
      return turn() as never;
    },
  });
  deepStrictEqual(ran.meetings, ["a: host1 host2"]);
  deepStrictEqual(ran.outcomes("a"), { host1: "changed", host2: "changed" });
});

for (const kind of ["once", "rolling"] as const) {
  Deno.test(`an interrupt inside of ${kind} ends the run for those who wait, too`, async () => {
    const drover = await import("drover");
    const interrupt = new AbortController();
    const ran = await runOn(async () => {
      const body = () => {
        say("a");
        say("b");
      };
      if (kind === "once") await drover.once("o", body);
      else await rolling("r", { batch: 1 }, body);
      say("after");
    }, {
      hosts: 3,
      signal: interrupt.signal,
      answer: ({ text }) => {
        if (text === "a") interrupt.abort();
        return turn() as never;
      },
    });
    deepStrictEqual(ran.commands.map(({ host, text }) => `${host} ${text}`), ["host1 a"]);
  });
}
