import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { attempt, call, deploy, fail, include, on, once, shared, UsageError, z } from "drover";
import { runOn, say } from "./harness.ts";

const failsOn = (...texts: string[]) => ({ text }: { text: string }) => ({ code: texts.includes(text) ? 1 : 0 });

Deno.test("attempt: the rescue runs when an operation of the block failed, and the host goes on", async () => {
  const errors: string[] = [];
  const ran = await runOn(async () => {
    await attempt("deploy", {
      block: () => {
        say("stop");
        say("migrate");
        say("start");
      },
      rescue: (error) => {
        errors.push(error.message);
        say("roll back");
      },
      always: () => void say("clean"),
    });
    say("after");
  }, { answer: failsOn("migrate") });
  deepStrictEqual(ran.on("host1"), ["stop", "migrate", "roll back", "clean", "after"]);
  strictEqual(ran.error("host1"), undefined);
  match(errors[0]!, /exit code 1/);
});

Deno.test("attempt: without a failure the rescue is left out, always runs", async () => {
  const ran = await runOn(async () => {
    await attempt("a", {
      block: () => void say("block"),
      rescue: () => void say("rescue"),
      always: () => void say("always"),
    });
  });
  deepStrictEqual(ran.on("host1"), ["block", "always"]);
});

Deno.test("attempt: a rescue that fails fails the host, after always", async () => {
  const ran = await runOn(async () => {
    await attempt("a", {
      block: () => void say("block"),
      rescue: () => void say("rescue"),
      always: () => void say("always"),
    });
    say("after");
  }, { answer: failsOn("block", "rescue") });
  deepStrictEqual(ran.on("host1"), ["block", "rescue", "always"]);
  match(ran.error("host1")!.message, /exit code 1/);
});

Deno.test("attempt: an inner one that is rescued does not trouble the outer one", async () => {
  const ran = await runOn(async () => {
    await attempt("outer", {
      block: async () => {
        await attempt("inner", { block: () => void say("inner"), rescue: () => void say("inner rescue") });
        say("outer goes on");
      },
      rescue: () => void say("outer rescue"),
    });
  }, { answer: failsOn("inner") });
  deepStrictEqual(ran.on("host1"), ["inner", "inner rescue", "outer goes on"]);
});

Deno.test("attempt: an exception of the script is a failure of the block, too", async () => {
  const ran = await runOn(async (host) => {
    await attempt("a", {
      block: () => {
        say("block");
        if (host.phase === "apply") fail("no disk");
      },
      rescue: (error) => void say(`rescue ${error.message}`),
    });
  });
  deepStrictEqual(ran.on("host1").at(-1), "rescue no disk");
});

Deno.test("attempt: one host is rescued while the others go on as planned", async () => {
  const ran = await runOn(async () => {
    await attempt("a", { block: () => void say("block"), rescue: () => void say("rescue") });
    say("after");
  }, { hosts: 3, answer: ({ host, text }) => ({ code: host === "host2" && text === "block" ? 1 : 0 }) });
  deepStrictEqual(ran.meetings, ["block: host1 host2 host3", "rescue: host2", "after: host1 host2 host3"]);
});

Deno.test("once: runs on the first active host, and its value goes to all", async () => {
  const values: string[] = [];
  const ran = await runOn(async (host) => {
    const token = await once("token", async () => (await say("make token").stdout).trim());
    if (host.phase === "apply") values.push(`${host.name} ${token}`);
    say("join");
  }, { hosts: 3, answer: ({ host }) => ({ stdout: `${host}-token\n` }) });
  deepStrictEqual(ran.meetings, ["make token: host1", "join: host1 host2 host3"]);
  deepStrictEqual(values.sort(), ["host1 host1-token", "host2 host1-token", "host3 host1-token"]);
});

Deno.test("once: a body without a value parks nobody", async () => {
  const ran = await runOn(async () => {
    await once("setup", () => void say("setup"));
    say("after");
  }, { hosts: 2 });
  deepStrictEqual(ran.plan.operations.map(({ name }) => name), ["setup", "after"]);
  deepStrictEqual(ran.plan.incomplete, []);
});

Deno.test("once: the value of a body that changes nothing is known in the plan", async () => {
  const ran = await runOn(async () => {
    const number = await once("number", () => 7);
    say(`use ${number}`);
  }, { hosts: 2, dry: true });
  deepStrictEqual(ran.plan.operations.map(({ name }) => name), ["use 7"]);
});

Deno.test("once: a failure fails all that wait for it", async () => {
  const ran = await runOn(async () => {
    await once("setup", () => void say("setup"));
    say("after");
  }, { hosts: 3, answer: failsOn("setup") });
  deepStrictEqual(ran.meetings, ["setup: host1"]);
  match(ran.error("host1")!.message, /exit code 1/);
  match(ran.error("host3")!.message, /once "setup" failed on host1, which runs it for all/);
});

Deno.test("once: an exception fails all that wait for it", async () => {
  const ran = await runOn(async (host) => {
    await once("setup", () => {
      if (host.phase === "apply") throw new Error("no token");
      say("never");
    });
    say("after");
  }, { hosts: 2 });
  match(ran.error("host1")!.message, /no token/);
  match(ran.error("host2")!.message, /no token|failed on host1/);
  deepStrictEqual(ran.commands, []);
});

Deno.test("shared: one value for all hosts and both passes", async () => {
  let calls = 0;
  const ran = await runOn(async () => {
    const value = await shared("release", () => Promise.resolve(++calls));
    say(`release ${value}`);
  }, { hosts: 3 });
  strictEqual(calls, 1);
  deepStrictEqual(ran.meetings, ["release 1: host1 host2 host3"]);
});

Deno.test("shared: declares nothing", async () => {
  const run = runOn(async () => {
    await shared("x", () => void say("a"));
  });
  await rejects(run, /server\.shell was called outside of a deploy/);
});

Deno.test("on: what it declares stands in the declaring host's order and runs on the other host", async () => {
  const ran = await runOn(async (host) => {
    if (host.name === "web") {
      say("stop");
      await on("balancer", () => say("drain web"));
      say("start");
      on("balancer", () => void say("resume web"));
    } else say("own");
  }, { hosts: ["web", "balancer"] });
  deepStrictEqual(
    ran.commands.filter(({ text }) => text !== "own").map(({ host, text }) => `${host}: ${text}`),
    ["web: stop", "balancer: drain web", "web: start", "balancer: resume web"],
  );
  deepStrictEqual(ran.plan.operations.find(({ name }) => name === "drain web")!.hosts.has("balancer"), true);
});

Deno.test("on: the declaring host may wait for it", async () => {
  const seen: string[] = [];
  await runOn(async (host) => {
    if (host.name !== "web") return;
    const result = await on("balancer", () => say("status"));
    if (host.phase === "apply") seen.push(result.stdout);
  }, { hosts: ["web", "balancer"], answer: ({ host }) => ({ stdout: `from ${host}` }) });
  deepStrictEqual(seen, ["from balancer"]);
});

Deno.test("on: the same of several hosts runs one after the other on the other host", async () => {
  let at = 0;
  let most = 0;
  const ran = await runOn((host) => {
    if (host.name !== "balancer") on("balancer", () => void say(`drain ${host.name}`, { _key: "drain" }));
  }, {
    hosts: ["web1", "web2", "web3", "balancer"],
    answer: async ({ kind }) => {
      if (kind === "fact") return;
      most = Math.max(most, ++at);
      await new Promise((resolve) => setTimeout(resolve, 5));
      at--;
    },
  });
  strictEqual(ran.on("balancer").length, 3);
  strictEqual(most, 1);
});

Deno.test("on: a failure fails the host that declared it", async () => {
  const ran = await runOn((host) => {
    if (host.name === "web") on("balancer", () => void say("drain"));
    else say("own");
  }, { hosts: ["web", "balancer"], answer: failsOn("drain") });
  match(ran.error("web")!.message, /exit code 1/);
  strictEqual(ran.error("balancer"), undefined);
});

Deno.test("on: an unknown host is an error with the nearest name", async () => {
  const ran = await runOn(() => on("balancr", () => {}), { hosts: ["web", "balancer"] }).catch((error) => error);
  strictEqual(ran instanceof UsageError, true);
  match(ran.message, /No host "balancr" in the inventory; did you mean "balancer"/);
});

Deno.test("call: runs in its place in apply only and is listed in the plan", async () => {
  const done: string[] = [];
  const ran = await runOn((host) => {
    say("a");
    call({ name: "tell the chat", run: () => void done.push(host.phase) });
    say("b");
  });
  deepStrictEqual(done, ["apply"]);
  deepStrictEqual(ran.on("host1"), ["a", "b"]);
  deepStrictEqual(ran.plan.operations.map(({ name }) => name), ["a", "tell the chat", "b"]);
});

Deno.test("call: what it returns is its value, and its output for _retryUntil", async () => {
  let tries = 0;
  const seen: unknown[] = [];
  const ran = await runOn(async (host) => {
    const health = call({
      name: "health",
      run: () => ++tries < 3 ? "starting" : "up",
      _retries: 5,
      _retryDelay: 0,
      _retryUntil: ({ stdout }) => stdout.trim() === "up",
    });
    const value = await health.value;
    if (host.phase === "apply") seen.push(value, (await health.stdout).trim());
  });
  strictEqual(tries, 3);
  deepStrictEqual(seen, ["up", "up"]);
  strictEqual(ran.error("host1"), undefined);
});

Deno.test("call: what it logs is its output in place of what it returns", async () => {
  const seen: unknown[] = [];
  await runOn(async (host) => {
    const health = call({
      name: "health",
      run: ({ log }) => {
        log("200");
        return 200;
      },
      _retries: 1,
      _retryDelay: 0,
      _retryUntil: ({ stdout }) => stdout.trim() === "200",
    });
    const value = await health.value;
    if (host.phase === "apply") seen.push(value, await health.stdout);
  });
  deepStrictEqual(seen, [200, "200\n"]);
});

Deno.test("deploy: runs on hosts of its groups, with its data checked and its global arguments", async () => {
  const web = deploy(
    "Web",
    { data: z.object({ port: z.number().default(80) }), hosts: "web", with: { _env: { MODE: "web" } } },
    (host) => void say(`listen ${host.data.port}`),
  );
  const ran = await runOn(web as never, {
    hosts: { one: { port: 8080 }, two: {}, other: {} },
    groups: { web: ["one", "two"] },
  });
  match(ran.on("one")[0]!, /MODE=web.*listen 8080/s);
  match(ran.on("two")[0]!, /listen 80$/);
  deepStrictEqual(ran.on("other"), []);
});

Deno.test("deploy: one that needs arguments cannot be a script of its own, with a default it can", async () => {
  const args = z.object({ version: z.string() });
  const upgrade = deploy("Upgrade", { args }, (_, { version }) => void say(`fetch ${version}`));
  const refused = await runOn(upgrade as never).catch((error) => error);
  match(refused.message, /deploy "Upgrade": .*version/);
  match(refused.hint, /call it from another script/);
  const either = deploy("Either", { args: z.object({ version: z.string().default("v1") }) }, (_, { version }) => {
    say(`fetch ${version}`);
  });
  deepStrictEqual((await runOn(either as never)).on("host1"), ["fetch v1"]);
});

Deno.test("deploy: wrong data fails before the first connection", async () => {
  const web = deploy("Web", { data: z.object({ port: z.number() }) }, () => {});
  const events: string[] = [];
  const failed = await runOn(web as never, {
    hosts: { one: { port: "x" } },
    emit: ({ type }) => void events.push(type),
  }).catch((error) => error);
  match(failed.message, /port/);
  strictEqual(events.includes("host.connected"), false);
});

Deno.test("deploy: a nested one takes arguments and is a block of its own", async () => {
  const inner = deploy(
    "Inner",
    { args: z.object({ user: z.string() }) },
    (_host, { user }) => void say(`user ${user}`),
  );
  const ran = await runOn(async () => {
    await inner({ user: "deploy", _env: { A: "b" } });
    say("after");
  });
  match(ran.on("host1")[0]!, /A=b.*user deploy/s);
  strictEqual(ran.on("host1")[1], "after");
});

Deno.test("host.data that is set in the deploy holds for its rest and begins anew in each pass", async () => {
  const ran = await runOn((host) => {
    host.data.count = Number(host.data.count) + 1;
    say(`count ${host.data.count}`);
  }, { hosts: { host1: { count: 1 } } });
  deepStrictEqual(ran.on("host1"), ["count 2"]);
});

Deno.test("include: another script runs in its place, with data of its own", async () => {
  const ran = await runOn(async () => {
    say("before");
    await include("./other.ts", { color: "blue" });
    say("after");
  }, {
    load: (specifier) =>
      Promise.resolve({
        url: `test:${specifier}`,
        name: "other.ts",
        main: (host) => void say(`paint ${host.data.color}`),
      }),
  });
  deepStrictEqual(ran.on("host1"), ["before", "paint blue", "after"]);
});

Deno.test("host.with, host.when and host.loop are blocks: order and conditions hold", async () => {
  const ran = await runOn((host) => {
    host.with({ _env: { A: "1" } }, () => host.with({ _env: { B: "2" } }, () => void say("both")));
    host.when(false, () => void say("never"));
    const first = say("first");
    host.when(first.didChange, () => void say("then"));
    host.loop(["x", "y"], (item) => void say(`item ${item}`));
  });
  match(ran.on("host1")[0]!, /A=1.*B=2.*both/s);
  deepStrictEqual(ran.on("host1").slice(1), ["first", "then", "item x", "item y"]);
});

Deno.test("host.loop: the items of different hosts meet by their keys", async () => {
  const ran = await runOn((host) => {
    const items = host.name === "host1" ? ["a", "b"] : ["b", "c"];
    host.loop(items, (item) => void say("touch", { name: `touch ${item}`, _key: "touch" }), { key: (item) => item });
  }, { hosts: 2 });
  deepStrictEqual(ran.meetings.filter((one) => one.startsWith("touch b")), ["touch b: host1 host2"]);
});
