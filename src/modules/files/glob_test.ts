import { strictEqual } from "node:assert/strict";
import { matchesAny } from "./glob.ts";

for (
  const [path, pattern, expected] of [
    ["sub/deep/x.pyc", "*.pyc", true],
    ["x.pyc.txt", "*.pyc", false],
    ["sub/__pycache__", "__pycache__", true],
    ["sub/a", "sub/?", true],
    ["a1", "a[0-9]", true],
    ["ab", "a[!0-9]", true],
    ["a1", "a[!0-9]", false],
    ["a+b(c)", "a+b(c)", true],
    ["aab", "a+b", false],
    ["a]", "a[]]", true],
    ["x[y", "x[y", true],
  ] as const
) {
  Deno.test(`${path} ${expected ? "matches" : "does not match"} ${pattern}`, () => {
    strictEqual(matchesAny(path, [pattern]), expected);
  });
}
