import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { testFor } from "./skip.ts";

const absent = { available: false, reason: "it needs root" } as const;

Deno.test("a test whose needs are met is registered as it is", () => {
  const body = () => {};
  deepStrictEqual(testFor("works", body, { available: true }, true), { name: "works", fn: body });
});

Deno.test("a test whose needs are not met is skipped and says why", () => {
  const test = testFor("works", () => {}, absent, false);
  deepStrictEqual([test.name, test.ignore], ["works (skipped: it needs root)", true]);
});

Deno.test("a bed test that cannot run fails in CI instead of being skipped", () => {
  const test = testFor("works", () => {}, absent, true);
  strictEqual(test.ignore, undefined);
  throws(() => test.fn(undefined as never), /CI must not skip its tests: it needs root/);
});
