import { deepStrictEqual } from "node:assert/strict";
import { sayOnlyWhere } from "./where.ts";

Deno.test("arguments that say where packages come from are told from those that change what is installed", () => {
  const cases = [
    [],
    ["--index-url=https://x.org/simple", "-q"],
    ["--find-links", "/srv/wheels", "--no-index"],
    ["--no-index", "--upgrade"],
    ["--target=/opt/x"],
    ["-U"],
    ["-c", "constraints.txt"],
  ];
  deepStrictEqual(cases.map(sayOnlyWhere), [true, true, true, false, false, false, false]);
});
