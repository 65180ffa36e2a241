import { ok, strictEqual } from "node:assert/strict";
import { cpuUsage } from "node:process";
import { server } from "drover";
import { runOn } from "./harness.ts";

const OPERATIONS = 20;

/** The seconds of processor time that a run of 20 operations takes. */
async function seconds(hosts: number): Promise<number> {
  const before = cpuUsage();
  const ran = await runOn(() => {
    for (let index = 0; index < OPERATIONS; index++) server.shell({ name: `step ${index}`, commands: ["true"] });
  }, { hosts });
  const { user, system } = cpuUsage(before);
  strictEqual(ran.commands.length, hosts * OPERATIONS);
  strictEqual(ran.meetings.length, OPERATIONS);
  return (user + system) / 1e6;
}

Deno.test("1,000 hosts go through 20 operations together, in a time that grows with their number alone", async () => {
  await seconds(50);
  const few = await seconds(250);
  const many = await seconds(1000);
  ok(many < 20, `1,000 hosts took ${many} s`);
  ok(many < few * 4 * 2.5, `250 hosts took ${few} s, 1,000 hosts ${many} s`);
});
