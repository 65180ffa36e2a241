import { deepStrictEqual, rejects } from "node:assert/strict";
import { given, plan } from "../../testing/mod.ts";
import * as vzctl from "./mod.ts";

const facts = (status: string) => [given(vzctl.OpenvzContainers, {}, { "123": { status } })];

Deno.test("a container is brought to a state that it is not in", async () => {
  const ctid = 123;
  deepStrictEqual((await plan(vzctl.start, { ctid, force: true }, facts("stopped"))).commands, [
    "vzctl start 123 --force",
  ]);
  deepStrictEqual((await plan(vzctl.start, { ctid }, facts("running"))).commands, []);
  deepStrictEqual((await plan(vzctl.stop, { ctid }, facts("running"))).commands, ["vzctl stop 123"]);
  deepStrictEqual((await plan(vzctl.stop, { ctid }, facts("stopped"))).commands, []);
  deepStrictEqual((await plan(vzctl.mount, { ctid }, facts("mounted"))).commands, []);
  deepStrictEqual((await plan(vzctl.unmount, { ctid }, facts("mounted"))).commands, ["vzctl umount 123"]);
  deepStrictEqual((await plan(vzctl.restart, { ctid })).commands, ["vzctl stop 123", "vzctl start 123"]);
  deepStrictEqual((await plan(vzctl.delete, { ctid })).commands, ["vzctl delete 123"]);
  deepStrictEqual((await plan(vzctl.create, { ctid: 7, template: "debian" }, facts("running"))).commands, [
    "vzctl create 7 --ostemplate debian",
  ]);
  await rejects(plan(vzctl.create, { ctid }, facts("running")), /CTID 123 already exists/);
});
