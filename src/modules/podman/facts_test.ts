import { deepStrictEqual, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { PodmanContainer, PodmanPs, PodmanSystemInfo, PodmanVersion } from "./mod.ts";

Deno.test("PodmanPs lists containers, whatever a version prints where there are none", () => {
  // Podman 4.3 and 5; podman 2 with ID for Id; an empty list as podman 1, 3 and 4 print it.
  const recent = '[\n  {\n    "AutoRemove": false,\n    "Id": "a1",\n    "Names": [\n      "web"\n    ]\n  }\n]';
  deepStrictEqual(processFact(PodmanPs, recent), [{ AutoRemove: false, Id: "a1", Names: ["web"] }]);
  deepStrictEqual(processFact(PodmanPs, '[{"ID":"a"},{"ID":"b"}]'), [{ ID: "a" }, { ID: "b" }]);
  deepStrictEqual(["", "[]", "null"].map((text) => processFact(PodmanPs, text)), [[], [], []]);
  throws(() => processFact(PodmanPs, "Error: no such runtime"), /found "Error: no such runtime"/);
});

Deno.test("PodmanSystemInfo and PodmanVersion are what podman prints", () => {
  deepStrictEqual(processFact(PodmanSystemInfo, '{\n  "host": {\n    "arch": "amd64"\n  }\n}'), {
    host: { arch: "amd64" },
  });
  deepStrictEqual(processFact(PodmanVersion, '{"Client":{"Version":"4.3.1"}}'), { Client: { Version: "4.3.1" } });
  throws(() => processFact(PodmanSystemInfo, "[]"), /unexpected JSON/);
});

Deno.test("PodmanContainer is null where podman prints an empty list", () => {
  deepStrictEqual(processFact(PodmanContainer, "[]", { objectId: "web" }), null);
  deepStrictEqual(processFact(PodmanContainer, '[{"Id":"a"}]', { objectId: "web" }), { Id: "a" });
});
