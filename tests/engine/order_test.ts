import { deepStrictEqual } from "node:assert/strict";
import { once, server } from "drover";
import { runOn, say } from "./harness.ts";

Deno.test("hosts run the same operation together, each in the order of its program", async () => {
  const ran = await runOn(() => {
    say("first");
    say("second");
  }, { hosts: 3 });
  deepStrictEqual(ran.meetings, ["first: host1 host2 host3", "second: host1 host2 host3"]);
  for (const host of ["host1", "host2", "host3"]) deepStrictEqual(ran.on(host), ["first", "second"]);
});

Deno.test("hosts that branch apart meet again", async () => {
  const ran = await runOn((host) => {
    say("before");
    if (host.name === "host2") say("only on host2");
    else say("elsewhere");
    say("after");
  }, { hosts: 3 });
  deepStrictEqual(ran.meetings.slice(0, 1).concat(ran.meetings.slice(-1)), [
    "before: host1 host2 host3",
    "after: host1 host2 host3",
  ]);
});

Deno.test("the operation of a shared helper has one identity for each of its calls", async () => {
  const install = (name: string) => server.shell({ name: `install ${name}`, commands: [`install ${name}`] });
  const ran = await runOn((host) => {
    install(host.name === "host1" ? "apache" : "nginx");
    install("common");
  }, { hosts: 2 });
  deepStrictEqual(ran.commands.map(({ host, text }) => `${host} ${text}`).sort(), [
    "host1 install apache",
    "host1 install common",
    "host2 install common",
    "host2 install nginx",
  ]);
  deepStrictEqual(ran.meetings.length, 2);
});

Deno.test("_key is the identity in place of the call site", async () => {
  const ran = await runOn((host) => {
    if (host.name === "host1") server.shell({ name: "a", commands: ["a"], _key: "same" });
    else server.shell({ name: "a", commands: ["a"], _key: "same" });
  }, { hosts: 2 });
  deepStrictEqual(ran.meetings, ["a: host1 host2"]);
});

Deno.test("hosts whose orders contradict each other go apart, and come to an end", async () => {
  const ran = await runOn((host) => {
    const a = () => void server.shell({ name: "a", commands: ["a"], _key: "a" });
    const b = () => void server.shell({ name: "b", commands: ["b"], _key: "b" });
    if (host.name === "host1") [a, b].forEach((declare) => declare());
    else [b, a].forEach((declare) => declare());
    server.shell({ name: "after", commands: ["after"] });
  }, { hosts: 2 });
  deepStrictEqual(ran.on("host1"), ["a", "b", "after"]);
  deepStrictEqual(ran.on("host2"), ["b", "a", "after"]);
  deepStrictEqual(ran.meetings.at(-1), "after: host1 host2");
});

Deno.test("a host that has failed is not waited for", async () => {
  const ran = await runOn(() => {
    say("a");
    say("b");
  }, { hosts: 2, answer: ({ host, text }) => ({ code: host === "host1" && text === "a" ? 1 : 0 }) });
  deepStrictEqual(ran.meetings.at(-1), "b: host2");
});

Deno.test("a parked host is waited for until its script ends", async () => {
  const ran = await runOn(async (host) => {
    if (host.name === "host1") await say("probe").stdout;
    say("common");
  }, { hosts: 2, answer: () => ({ stdout: "x" }) });
  deepStrictEqual(ran.meetings, ["probe: host1", "common: host1 host2"]);
});

Deno.test("scripts run one after the other, each for all hosts", async () => {
  const second = { url: "test:second", name: "second", main: () => void say("second") };
  const ran = await runOn(() => void say("first"), { hosts: 2, more: [second] });
  deepStrictEqual(ran.meetings, ["first: host1 host2", "second: host1 host2"]);
});

for (const kind of ["once", "_runOnce"] as const) {
  Deno.test(`${kind} takes the first host that is still in the run`, async () => {
    const ran = await runOn(async () => {
      say("a");
      if (kind === "once") await once("migrate", () => void say("migrate"));
      else say("migrate", { _runOnce: true });
      say("after");
    }, { hosts: 3, answer: ({ host, text }) => ({ code: host === "host1" && text === "a" ? 1 : 0 }) });
    deepStrictEqual(ran.commands.filter(({ text }) => text === "migrate").map(({ host }) => host), ["host2"]);
    deepStrictEqual(ran.on("host3"), ["a", "after"]);
  });
}
