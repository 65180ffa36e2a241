import { ok, strictEqual } from "node:assert/strict";
import { server } from "drover";
import { runOn } from "./harness.ts";

const OPERATIONS = 20;

/** The seconds that a run of 20 operations takes. */
async function seconds(hosts: number): Promise<number> {
  const started = performance.now();
  const ran = await runOn(() => {
    for (let index = 0; index < OPERATIONS; index++) server.shell({ name: `step ${index}`, commands: ["true"] });
  }, { hosts, patience: 60 });
  const took = (performance.now() - started) / 1000;
  strictEqual(ran.commands.length, hosts * OPERATIONS);
  strictEqual(ran.meetings.length, OPERATIONS);
  return took;
}

Deno.test("1,000 hosts go through 20 operations together, in a time that grows with their number alone", async () => {
  await seconds(50);
  const few = await seconds(250);
  const many = await seconds(1000);
  ok(many < 20, `1,000 hosts took ${many} s`);
  ok(many < few * 4 * 2.5, `250 hosts took ${few} s, 1,000 hosts ${many} s`);
});
