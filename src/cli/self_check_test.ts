import { deepStrictEqual, ok } from "node:assert/strict";
import metadata from "../../deno.json" with { type: "json" };
import { PACKAGES, selfCheck } from "./self_check.ts";

/** Packages that only tests and types use. */
const NOT_CARRIED = ["fast-check"];

Deno.test("the self-check loads every package that the program depends on", () => {
  const packages = Object.entries(metadata.imports)
    .filter(([name, address]) => address.startsWith("npm:") && !name.startsWith("@types/") && !name.endsWith("/"))
    .map(([name]) => name);
  deepStrictEqual(Object.keys(PACKAGES).sort(), packages.filter((name) => !NOT_CARRIED.includes(name)).sort());
});

Deno.test("nothing is missing where the program runs from its sources", async () => {
  const { loaded, missing } = await selfCheck();
  deepStrictEqual(missing, []);
  ok(loaded > Object.keys(PACKAGES).length);
});
