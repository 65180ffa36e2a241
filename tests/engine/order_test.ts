import { deepStrictEqual } from "node:assert/strict";
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
