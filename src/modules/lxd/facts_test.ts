import { deepStrictEqual, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { LxdContainers } from "./mod.ts";

Deno.test("LxdContainers keeps all that LXD tells", () => {
  // LXD 3.0 has no type, LXD 4.0 and 5.21 have.
  const old = '[{"name":"c1","status":"Running","status_code":103,"profiles":["default"]}]';
  const recent = '[{"name":"v1","status":"Stopped","type":"virtual-machine","config":{"user.note":"a\\nb"}}]';
  deepStrictEqual(processFact(LxdContainers, old), [
    { name: "c1", status: "Running", status_code: 103, profiles: ["default"] },
  ]);
  deepStrictEqual(processFact(LxdContainers, recent)[0]?.config, { "user.note": "a\nb" });
  deepStrictEqual(processFact(LxdContainers, "[]"), []);
});

Deno.test("LxdContainers refuses what is no list of machines", () => {
  throws(() => processFact(LxdContainers, "Error: not authorized"), /found "Error: not authorized"/);
  throws(() => processFact(LxdContainers, '[{"status":"Running"}]'), /unexpected JSON at 0.name/);
});
