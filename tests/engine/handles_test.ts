import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { type Handle, server, UsageError } from "drover";
import { runOn, say } from "./harness.ts";

const counts = (answers: Record<string, string>) => ({ text }: { text: string }) => ({ stdout: answers[text] ?? "" });

Deno.test("an operation call returns its handle at once and nothing has to be awaited", async () => {
  let handle: Handle<void> | undefined;
  const ran = await runOn(() => {
    handle = say("touch x");
    ok(!(handle instanceof Promise));
    say("touch y");
  });
  deepStrictEqual(ran.on("host1"), ["touch x", "touch y"]);
});

Deno.test("await gives the result of what has run", async () => {
  const seen: unknown[] = [];
  await runOn(async (host) => {
    const result = await say("date");
    if (host.phase === "apply") seen.push(result.changed, result.ok, result.stdout, result.stderr, result.error);
  }, { answer: counts({ date: "today\n" }) });
  deepStrictEqual(seen, [true, true, "today\n", "", undefined]);
});

Deno.test("the parts of a handle are promises of their own", async () => {
  const seen: unknown[] = [];
  await runOn(async () => {
    const handle = say("date");
    seen.push(await handle.changed, await handle.ok, await handle.stdout);
  }, { answer: counts({ date: "today\n" }), skipPlan: true });
  deepStrictEqual(seen, [true, true, "today\n"]);
});

Deno.test("a condition is no boolean: it does not compile where one is meant", () => {
  const check = (handle: Handle<void>) => {
    // @ts-expect-error: this condition will always return true
    if (handle.didChange) return 1;
    // @ts-expect-error: this condition will always return true
    return handle.didSucceed ? 1 : 2;
  };
  strictEqual(typeof check, "function");
});

for (
  const [what, condition, runs] of [
    ["didChange", (a: Handle<void>) => a.didChange, true],
    ["didNotChange", (a: Handle<void>) => a.didNotChange, false],
    ["didSucceed", (a: Handle<void>) => a.didSucceed, true],
    ["didError", (a: Handle<void>) => a.didError, false],
    ["not", (a: Handle<void>) => a.didChange.not(), false],
    ["or", (a: Handle<void>, b: Handle<void>) => a.didError.or(b.didChange), true],
    ["and", (a: Handle<void>, b: Handle<void>) => a.didChange.and(b.didError), false],
    ["a list, of which all have to hold", (a: Handle<void>, b: Handle<void>) => [a.didChange, b.didError], false],
    ["a function", () => () => true, true],
    ["a boolean", () => false, false],
  ] as const
) {
  Deno.test(`_if takes ${what}`, async () => {
    const ran = await runOn(() => {
      const [a, b] = [say("a"), say("b")];
      say("c", { _if: condition(a, b) as never });
    });
    deepStrictEqual(ran.on("host1"), runs ? ["a", "b", "c"] : ["a", "b"]);
    deepStrictEqual(ran.outcomes("c"), { host1: runs ? "changed" : "skipped" });
  });
}

for (const value of [undefined, null]) {
  Deno.test(`_if that is ${value} fails the plan: it would silently run the operation`, async () => {
    await rejects(
      runOn(() => void say("a", { _if: value as never })),
      (error) => error instanceof UsageError && /"_if" is present but/.test(error.message),
    );
  });
}

Deno.test("_onChange runs an operation only where what it names changed, in its place", async () => {
  const ran = await runOn((host) => {
    const first = say("configure", { _if: host.name === "host1" });
    say("restart", { _onChange: [first] });
    say("last");
  }, { hosts: 2 });
  deepStrictEqual(ran.on("host1"), ["configure", "restart", "last"]);
  deepStrictEqual(ran.on("host2"), ["last"]);
});

Deno.test("_changedIf decides by the output whether something changed", async () => {
  const ran = await runOn(() => {
    const same = say("same", { _changedIf: ({ stdout }) => stdout.includes("new") });
    const other = say("other", { _changedIf: ({ stdout }) => stdout.includes("new") });
    say("after same", { _onChange: same });
    say("after other", { _onChange: other });
  }, { answer: counts({ other: "new" }) });
  deepStrictEqual(ran.on("host1"), ["same", "other", "after other"]);
});

Deno.test("a rejection that nobody looks at ends nothing", async () => {
  const ran = await runOn(() => {
    const handle = say("fails");
    void handle.stdout;
    void handle.changed;
    void handle.value;
  }, { answer: () => ({ code: 1 }) });
  match(ran.error("host1")!.message, /ended with exit code 1/);
});

Deno.test("waiting for the operation of another host is an error that says what to use", async () => {
  const handles = new Map<string, Handle<void>>();
  const arrived = Promise.withResolvers<void>();
  const ran = await runOn(async (host) => {
    handles.set(host.name, say("a"));
    if (host.name === "host1") arrived.resolve();
    else {
      await arrived.promise;
      await handles.get("host1");
    }
  }, { hosts: 2, skipPlan: true });
  match(ran.error("host2")!.message, /Cannot wait for "a" of host1 as host2/);
  strictEqual(ran.error("host1"), undefined);
});

Deno.test("waiting for an own operation that comes later is an error", async () => {
  const ran = await runOn(async (host) => {
    const later = Promise.withResolvers<{ readonly handle: Handle<void> }>();
    const early = host.with({}, async () => {
      const { handle } = await later.promise;
      await handle;
    });
    later.resolve({ handle: say("later") });
    await early;
  }, { skipPlan: true });
  match(ran.error("host1")!.message, /Cannot wait for "later" here: it comes later/);
});

Deno.test("operations of one line meet by their call sites, not by what was awaited before", async () => {
  const ran = await runOn(async (host) => {
    if (host.name === "host1") await server.shell({ name: "one", commands: ["one"] });
    server.shell({ name: "two", commands: ["two"] });
  }, { hosts: 2 });
  deepStrictEqual(ran.meetings, ["one: host1", "two: host1 host2"]);
});
