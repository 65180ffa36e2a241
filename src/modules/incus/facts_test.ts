import { deepStrictEqual, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { IncusImages, IncusInstances, IncusNetworks } from "./mod.ts";

Deno.test("Incus' lists keep all that Incus tells", () => {
  // Incus 6.0.
  deepStrictEqual(
    processFact(IncusInstances, '[{"name":"c1","status":"Running","type":"container","project":"default"}]'),
    [{ name: "c1", status: "Running", type: "container", project: "default" }],
  );
  deepStrictEqual(processFact(IncusImages, '[{"fingerprint":"8a3c","aliases":[]}]'), [
    { fingerprint: "8a3c", aliases: [] },
  ]);
  deepStrictEqual(processFact(IncusNetworks, '[{"name":"incusbr0","managed":true}]')[0]?.managed, true);
  deepStrictEqual(["[]", "null"].map((text) => processFact(IncusNetworks, text)), [[], []]);
});

Deno.test("Incus' lists refuse what has no name", () => {
  throws(() => processFact(IncusInstances, "[{}]"), /unexpected JSON at 0/);
  throws(() => processFact(IncusImages, '{"fingerprint":"8a3c"}'), /unexpected JSON/);
});
