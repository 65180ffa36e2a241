import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import {
  attempt,
  deploy,
  fact,
  type Handle,
  type Host,
  once,
  operation,
  rolling,
  server,
  sh,
  ShellCommand,
  UsageError,
  z,
} from "drover";
import { hasWork } from "../../src/engine/mod.ts";
import { runOn, say, type TestRun } from "./harness.ts";

const Present = fact({ name: "Present", command: () => new ShellCommand("present"), process: (lines) => lines });

function planned(ran: TestRun): string[] {
  return ran.plan.operations.map(({ name }) => name);
}

function labels(ran: TestRun): Record<string, boolean> {
  return Object.fromEntries(ran.plan.operations.map(({ name, hosts }) => [name, hosts.get("host1")!.predicted]));
}

function incomplete(ran: TestRun): string[] {
  return ran.plan.incomplete.map(({ host, block, what, at }) =>
    `${host} ${block}: ${what} ${at?.url.split("/").pop()}:${at !== undefined && at.line > 0}`
  );
}

Deno.test("what only apply can know parks the script: the plan says where the rest begins", async () => {
  const ran = await runOn(async () => {
    const version = await say("version").stdout;
    say(`install ${version.trim()}`);
  }, { answer: ({ text }) => ({ stdout: text === "version" ? "7\n" : "" }) });
  deepStrictEqual(planned(ran), ["version"]);
  deepStrictEqual(incomplete(ran), ['host1 script: "stdout" of version plan_test.ts:true']);
  deepStrictEqual(ran.on("host1"), ["version", "install 7"]);
});

Deno.test("waiting for a result parks nothing, reading from it what is not known does", async () => {
  const ran = await runOn(async (host) => {
    const result = await say("a");
    say("b");
    if (result.changed) say("c");
    if (host.phase === "apply" || result.stdout) say("d");
  });
  deepStrictEqual(planned(ran), ["a", "b", "c"]);
  deepStrictEqual(incomplete(ran), ['host1 script: "stdout" of a plan_test.ts:true']);
});

for (
  const [where, script] of [
    ["catch", async (handle: Handle<void>) => {
      try {
        await handle.stdout;
      } catch {
        say("after");
      }
    }],
    ["finally", async (handle: Handle<void>) => {
      try {
        await handle.stdout;
      } finally {
        say("after");
      }
    }],
    ["catch of a promise", (handle: Handle<void>) => handle.stdout.catch(() => void say("after"))],
  ] as const
) {
  Deno.test(`what ${where} declares after parking is no part of the plan`, async () => {
    const ran = await runOn(async () => {
      await script(say("a"));
      say("last");
    });
    deepStrictEqual(planned(ran), ["a"]);
    strictEqual(ran.plan.incomplete.length, 1);
    strictEqual(ran.error("host1"), undefined);
  });
}

Deno.test("what sibling branches declare after one has parked is no part of the plan, and the run ends", async () => {
  const ran = await runOn(async (host) => {
    await Promise.all([
      (async () => {
        await say("a").stdout;
        say("b");
      })(),
      (async () => {
        await host.fact(Present);
        await say("sibling");
      })(),
    ]);
    say("last");
  });
  deepStrictEqual(planned(ran), ["a"]);
  strictEqual(ran.plan.incomplete.length, 1);
  deepStrictEqual(ran.on("host1").sort(), ["a", "b", "last", "sibling"]);
});

Deno.test("a parked host does not take a once from the others", async () => {
  const script = async (host: Host) => {
    if (host.name === "host1") await say("a").stdout.catch(() => {});
    await once("setup", () => void say("setup"));
    say("last");
  };
  const ran = await runOn(script, { hosts: 2, dry: true });
  deepStrictEqual(planned(ran).toSorted(), ["a", "last", "setup"]);
  deepStrictEqual([...ran.plan.operations.find(({ name }) => name === "setup")!.hosts.keys()], ["host2"]);
});

Deno.test("blocks after parking are no part of the plan, whatever they are", async () => {
  const ran = await runOn(async (host) => {
    await say("a").stdout.catch(() => {});
    host.loop([1], () => void say("b"));
    host.with({}, () => void say("c"));
    await attempt("d", { block: () => void say("d") }).catch(() => {});
    await rolling("e", { batch: 1 }, () => void say("e")).catch(() => {});
    await deploy("f", {}, () => void say("f"))().catch(() => {});
  }, { answer: () => ({ stdout: "x" }) });
  deepStrictEqual(planned(ran), ["a"]);
  deepStrictEqual(ran.plan.incomplete.map(({ block }) => block), ["script"]);
  deepStrictEqual(ran.on("host1"), ["a", "b", "c", "d", "e", "f"]);
});

Deno.test("only the block that asks is parked where nobody waits for it", async () => {
  const ran = await runOn((host) => {
    host.loop(["x", "y"], async (item) => {
      if (await say(`probe ${item}`).stdout) say(`more ${item}`);
    });
    say("last");
  });
  deepStrictEqual(planned(ran), ["probe x", "probe y", "last"]);
  deepStrictEqual(ran.plan.incomplete.map(({ block }) => block), ["loop 0", "loop 1"]);
  deepStrictEqual(ran.on("host1"), ["probe x", "probe y", "last"]);
});

Deno.test("whoever waits for a parked block is parked as well", async () => {
  const ran = await runOn(async (host) => {
    await host.loop(["x"], async (item) => {
      if (await say(`probe ${item}`).stdout) say(`more ${item}`);
    });
    say("last");
  });
  deepStrictEqual(planned(ran), ["probe x"]);
  deepStrictEqual(ran.on("host1"), ["probe x", "last"]);
});

Deno.test("what follows a predicted change is labelled so", async () => {
  const ran = await runOn(async () => {
    say("before");
    if (await say("a").changed) say("b");
  });
  deepStrictEqual(labels(ran), { before: false, a: false, b: true });
});

Deno.test("a fact of now is a prediction once something before it is planned to change the host", async () => {
  const ran = await runOn(async (host) => {
    await host.fact(Present);
    say("a");
    await host.fact(Present);
    say("b");
  });
  deepStrictEqual(labels(ran), { a: false, b: true });
});

Deno.test("an exception behind a planned change makes the plan incomplete, not failed", async () => {
  const ran = await runOn(async (host) => {
    await say("make it");
    if (host.phase === "plan") throw new Error("it is not there");
    say("use it");
  });
  deepStrictEqual(ran.plan.failures, []);
  match(ran.plan.incomplete[0]!.what, /it is not there/);
  deepStrictEqual(ran.on("host1"), ["make it", "use it"]);
});

Deno.test("an exception before any planned change fails the host in the plan, and nothing runs there", async () => {
  const ran = await runOn((host) => {
    if (host.name === "host1") throw new Error("broken");
    say("a");
  }, { hosts: 2 });
  strictEqual(ran.plan.failures[0]!.host, "host1");
  deepStrictEqual(ran.meetings, ["a: host2"]);
});

Deno.test("a wrong argument fails the plan even behind a change and within try, with its place and the right name", async () => {
  const failing = runOn(() => {
    say("a");
    try {
      server.shell({ comands: ["x"] } as never);
    } catch {
      // Swallowed: the plan fails nevertheless.
    }
  });
  await rejects(failing, (error) => {
    ok(error instanceof UsageError);
    match(error.message, /comands.*commands/);
    match(error.at!, /plan_test\.ts:\d+:\d+/);
    return true;
  });
});

Deno.test("nothing to change needs no apply", async () => {
  const ran = await runOn(() => void server.shell({ name: "a", commands: ["a"], creates: "/" }), {
    answer: () => ({ stdout: "yes\n" }),
  });
  strictEqual(hasWork(ran.plan), false);
  ok(!ran.events.some((event) => event.type === "stage" && event.stage === "apply"));
});

Deno.test("a dry run sends no command of an operation", async () => {
  const ran = await runOn(() => void say("a"), { dry: true });
  deepStrictEqual(ran.commands, []);
  deepStrictEqual(planned(ran), ["a"]);
});

Deno.test("the plan of hosts is in an order that every host agrees with", async () => {
  const ran = await runOn((host) => {
    if (host.name === "host2") say("first on host2");
    say("common");
    if (host.name === "host1") say("last on host1");
  }, { hosts: 2, dry: true });
  deepStrictEqual(planned(ran), ["first on host2", "common", "last on host1"]);
});

Deno.test("an operation whose condition only apply can tell is conditional", async () => {
  const ran = await runOn(() => {
    const a = say("a", { _changedIf: () => false });
    say("b", { _if: a.didChange });
  });
  strictEqual(ran.plan.operations[1]!.hosts.get("host1")!.outcome, "conditional");
  deepStrictEqual(ran.on("host1"), ["a"]);
});

Deno.test("an operation that comes to light in apply is asked for once, and run where it is accepted", async () => {
  const questions: string[] = [];
  const ran = await runOn(async () => {
    await say("a").stdout;
    say("b");
    say("c");
  }, { unplanned: "ask", confirm: (question) => Promise.resolve(questions.push(question) > 0) });
  strictEqual(questions.length, 1);
  match(questions[0]!, /^b \(.*\) was not in the plan/);
  deepStrictEqual(ran.on("host1"), ["a", "b", "c"]);
});

Deno.test("an operation that comes to light in apply and is declined stops its hosts, without another question", async () => {
  let questions = 0;
  const ran = await runOn(async (host) => {
    await say("a").stdout;
    say(`b on ${host.name}`);
  }, { hosts: 2, unplanned: "ask", confirm: () => Promise.resolve(++questions === 0) });
  strictEqual(questions, 1);
  match(ran.error("host1")!.message, /b .* was not in the plan and was declined/);
  match(ran.error("host2")!.message, /b .* was not in the plan and was declined/);
  deepStrictEqual(ran.on("host1"), ["a"]);
});

Deno.test("--strict refuses what was not in the plan, --yes runs and reports it", async () => {
  const script = async () => {
    await say("a").stdout;
    say("b");
  };
  const refused = await runOn(script, { unplanned: "refuse" });
  match(refused.error("host1")!.message, /--strict/);
  const accepted = await runOn(script);
  deepStrictEqual(accepted.on("host1"), ["a", "b"]);
  const started = accepted.events.filter((event) => event.type === "operation.started");
  deepStrictEqual(started.map(({ name, planned }) => [name, planned]), [["a", true], ["b", false]]);
});

Deno.test("a plan that is not approved is not applied", async () => {
  const ran = await runOn(() => void say("a"), { approve: () => Promise.resolve(false) });
  strictEqual(ran.outcome.declined, true);
  deepStrictEqual(ran.commands, []);
});

Deno.test("an operation that needs what an earlier one will make is unknown in the plan, not failed", async () => {
  const reads = operation({ module: "test", name: "reads", args: () => z.object({}) }, async function* (_args, host) {
    await host.fact(Present);
    yield sh`use it`;
  });
  let made = false;
  const answer = ({ text }: { text: string }) => {
    if (text === "make it") made = true;
    return { code: text === "present" && !made ? 1 : 0 };
  };
  const ran = await runOn(() => {
    say("make it");
    reads({ name: "reads" });
  }, { answer });
  strictEqual(ran.plan.operations[1]!.hosts.get("host1")!.outcome, "unknown");
  deepStrictEqual(ran.plan.failures, []);
  deepStrictEqual(ran.on("host1"), ["make it", "use it"]);
});

Deno.test("what an operation that has nothing to do returns is known in the plan", async () => {
  const find = operation({ module: "test", name: "find", args: () => z.object({}) }, async function* (_args, host) {
    host.noop("found");
    return "7.1";
    // deno-lint-ignore no-unreachable
    yield sh`never`;
  });
  const ran = await runOn(async () => void say(`use ${await find({ name: "find" }).value}`), { dry: true });
  deepStrictEqual(planned(ran), ["find", "use 7.1"]);
  deepStrictEqual(ran.plan.incomplete, []);
});

Deno.test("what rescues a failure that the plan foresees is known after apply", async () => {
  const ran = await runOn(async (host) => {
    await attempt("a", {
      block: async () => {
        await host.fact(Present);
        say("block");
      },
      rescue: () => void say("rescue"),
    });
    say("last");
  }, { answer: ({ text }) => ({ code: text === "present" ? 1 : 0 }) });
  deepStrictEqual(ran.plan.incomplete.map(({ block }) => block).toSorted(), ["attempt a", "script"]);
  deepStrictEqual(ran.on("host1"), ["rescue", "last"]);
});
