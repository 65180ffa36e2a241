import { deepStrictEqual, notStrictEqual } from "node:assert/strict";
import type { Json } from "./cases.ts";
import { resultDifference } from "./results.ts";

const same = (expected: Json, found: unknown) => deepStrictEqual(resultDifference(expected, found), undefined);
const differ = (expected: Json, found: unknown) => notStrictEqual(resultDifference(expected, found), undefined);

Deno.test("results are the same in our casing, with dates, modes and nothing in our shape", () => {
  same({ mode: 644, mtime: "2020-07-15T09:19:34", link_target: "x", ctime: null }, {
    mode: "644",
    mtime: new Date("2020-07-15T09:19:34Z"),
    linkTarget: "x",
  });
  same("2019-01-01T00:00:00+02:00", new Date("2018-12-31T22:00:00Z"));
  differ({ mode: 644 }, { mode: "600" });
  differ({ mtime: "2020-07-15T09:19:34" }, { mtime: new Date("2020-07-15T09:19:35Z") });
});

Deno.test("keys that are data have to be the same", () => {
  same({ lib_a: ["1"], "lib-a": ["2"] }, { lib_a: ["1"], "lib-a": ["2"] });
  differ({ lib_a: ["1"], "lib-a": ["2"] }, { lib_a: ["1"], libA: ["1"] });
  differ({ a: 1 }, { a: 1, b: 2 });
  differ({ a: 1, b: 2 }, { a: 1 });
});

Deno.test("a set is the same in any order, a list is not", () => {
  same(["set:", "a", "b"], ["b", "a"]);
  same(["a", "b"], new Set(["b", "a"]));
  differ(["a", "b"], ["b", "a"]);
  differ(["set:", "a", "b"], ["a", "c"]);
  differ(["set:", "a", "a"], ["a", "b"]);
});

Deno.test("false, null and an empty map are not the same", () => {
  differ(false, null);
  differ(null, false);
  differ({}, null);
  differ(null, {});
});
