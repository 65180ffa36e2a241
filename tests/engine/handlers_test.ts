import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { deploy, handler } from "drover";
import { runOn, say, type TestRun } from "./harness.ts";

/** What operations and handlers ran, without the engine's own notes. */
function own(ran: TestRun, host = "host1"): string[] {
  return ran.on(host).filter((text) => !text.includes("drover"));
}

async function withFolder(body: (root: string) => Promise<void>): Promise<void> {
  const root = await Deno.makeTempDir({ prefix: "drover-engine-" });
  try {
    await body(root);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

async function logOf(root: string): Promise<string[]> {
  const text = await Deno.readTextFile(`${root}/host1/log`).catch(() => "");
  return text.split("\n").filter((line) => line);
}

async function owedOn(root: string): Promise<string[]> {
  const folder = `${root}/host1/.local/state/drover/owed`;
  try {
    return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  } catch {
    return [];
  }
}

Deno.test("a handler runs once at the end, however often it is notified", async () => {
  const restart = handler("restart", () => void say("restart"));
  const ran = await runOn(() => {
    say("a", { _notify: restart });
    say("b", { _notify: [restart] });
    say("c");
  });
  deepStrictEqual(own(ran), ["a", "b", "c", "restart"]);
});

Deno.test("a handler that nothing notifies, or only what does not change, does not run", async () => {
  const restart = handler("restart", () => void say("restart"));
  const ran = await runOn(() => {
    say("a", { _notify: restart, _changedIf: () => false });
    say("b", { _notify: restart, _if: false });
    say("c");
  });
  deepStrictEqual(own(ran), ["a", "c"]);
});

Deno.test("a handler works as the deploy that notifies it does, though it runs after it", async () => {
  const restart = handler("restart", () => void say("restart"));
  const web = deploy("Web", { with: { _env: { MODE: "web" } } }, () => void say("a", { _notify: restart }));
  const ran = await runOn(async () => {
    await web();
    say("b");
  });
  deepStrictEqual(own(ran).map((text) => [/MODE=web/.test(text), text.split(" ").at(-1)]), [
    [true, "a"],
    [false, "b"],
    [true, "restart"],
  ]);
});

Deno.test("host.flush runs what is owed so far; later notifications owe it again", async () => {
  const restart = handler("restart", () => void say("restart"));
  const ran = await runOn(async (host) => {
    say("a", { _notify: restart });
    await host.flush();
    say("b");
    say("c", { _notify: restart });
  });
  deepStrictEqual(own(ran), ["a", "restart", "b", "c", "restart"]);
});

Deno.test("handlers run only on the hosts that changed, together", async () => {
  const restart = handler("restart", () => void say("restart"));
  const ran = await runOn((host) => void say("a", { _notify: restart, _changedIf: () => host.name !== "host2" }), {
    hosts: 3,
  });
  deepStrictEqual(ran.meetings, ["a: host1 host2 host3", "restart: host1 host3"]);
});

Deno.test("the plan shows a handler that will run", async () => {
  const restart = handler("restart", () => void say("restart"));
  const ran = await runOn(() => void say("a", { _notify: restart }), { dry: true });
  deepStrictEqual(ran.plan.operations.map(({ name }) => name), ["a", "restart"]);
});

Deno.test("what is owed is on the host before anything changes, and struck off when it is done", () =>
  withFolder(async (root) => {
    const restart = handler("restart", () => void say("echo restart >> log"));
    const ran = await runOn(
      () => void say("ls .local/state/drover/owed | wc -l >> log", { _notify: restart }),
      { root, url: "file:///site.ts" },
    );
    strictEqual(ran.error("host1"), undefined);
    deepStrictEqual((await logOf(root)).map((line) => line.trim()), ["1", "restart"]);
    deepStrictEqual(await owedOn(root), []);
  }));

Deno.test("what a run that failed still owed is done by the next run of that script, not by others", () =>
  withFolder(async (root) => {
    const restart = handler("restart", () => void say("echo restart >> log"));
    const site = (second: string) => () => {
      say("test -e done || echo a >> log", { _notify: restart, _changedIf: ({ code }) => code === 0 });
      say(second);
    };
    const options = { root, url: "file:///site.ts" };
    const failed = await runOn(site("exit 7"), options);
    match(failed.error("host1")!.message, /7/);
    deepStrictEqual(await logOf(root), ["a"]);
    strictEqual((await owedOn(root)).length, 1);

    const other = await runOn(() => void say("echo other >> log"), { root, url: "file:///other.ts" });
    deepStrictEqual(other.plan.owed.map(({ handler, ours }) => [handler.handler, handler.script, ours]), [
      ["restart", "file:///site.ts", false],
    ]);
    deepStrictEqual(await logOf(root), ["a", "other"]);
    strictEqual((await owedOn(root)).length, 1);

    const unchanged = () => void say("true", { _notify: restart, _changedIf: () => false });
    const next = await runOn(unchanged, options);
    strictEqual(next.error("host1"), undefined);
    deepStrictEqual(await logOf(root), ["a", "other", "restart"]);
    deepStrictEqual(await owedOn(root), []);
  }));

Deno.test("what an earlier run owes is done even where the operation that notified it does not run this time", () =>
  withFolder(async (root) => {
    const restart = handler("restart", () => void say("echo restart >> log"));
    const options = { root, url: "file:///site.ts" };
    const script = (second: string, condition: boolean) => () => {
      say("echo a >> log", { _notify: restart, _if: condition });
      say(second);
    };
    await runOn(script("exit 7", true), options);
    await runOn(script("true", false), options);
    deepStrictEqual(await logOf(root), ["a", "restart"]);
    deepStrictEqual(await owedOn(root), []);
  }));

Deno.test("nothing is owed by what did not change anything", () =>
  withFolder(async (root) => {
    const restart = handler("restart", () => void say("echo restart >> log"));
    await runOn(() => {
      say("true", { _notify: restart, _changedIf: () => false });
    }, { root, url: "file:///site.ts" });
    deepStrictEqual(await logOf(root), []);
    deepStrictEqual(await owedOn(root), []);
  }));
