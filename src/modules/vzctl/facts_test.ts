import { deepStrictEqual, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { OpenvzContainers } from "./mod.ts";

Deno.test("OpenvzContainers are told by their ids, numbers or not", () => {
  // OpenVZ legacy (vzctl 4.9) and OpenVZ 7.
  const legacy = '[\n  {\n    "ctid": 101,\n    "status": "running",\n    "ip": ["10.0.0.1"]\n  }\n]';
  deepStrictEqual(processFact(OpenvzContainers, legacy), { 101: { status: "running", ip: ["10.0.0.1"] } });
  const seven = '[{"ctid":"d5b1-4f","hostname":"web"},{"ctid":"e1","hostname":null}]';
  deepStrictEqual(processFact(OpenvzContainers, seven), { "d5b1-4f": { hostname: "web" }, e1: { hostname: null } });
});

Deno.test("OpenvzContainers are none for no output, and an error for another", () => {
  deepStrictEqual(processFact(OpenvzContainers, ""), {});
  deepStrictEqual(processFact(OpenvzContainers, "[]"), {});
  throws(() => processFact(OpenvzContainers, '[{"status":"running"}]'), /unexpected JSON at 0.ctid/);
  throws(() => processFact(OpenvzContainers, "Unable to open /dev/vzctl"), /found "Unable to open/);
});
