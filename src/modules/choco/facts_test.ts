import { deepStrictEqual, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { ChocoVersion } from "./facts.ts";

Deno.test("ChocoVersion reads a version and nothing else", () => {
  deepStrictEqual(processFact(ChocoVersion, "0.10.15\n\n"), "0.10.15");
  deepStrictEqual(processFact(ChocoVersion, "2.3.0"), "2.3.0");
  deepStrictEqual(processFact(ChocoVersion, "2.0.0-alpha-20230317"), "2.0.0-alpha-20230317");
  throws(() => processFact(ChocoVersion, "Access denied"), /choco\.ChocoVersion.*found "Access denied"/);
  throws(() => processFact(ChocoVersion, ""), /expected a version/);
});
