import { deepStrictEqual, match, ok } from "node:assert/strict";
import { OperationError } from "../api/mod.ts";
import { makeColors } from "./colors.ts";
import { renderError } from "./render_error.ts";

const PLAIN = makeColors(false);

Deno.test("a crash of ours shows where it came from and asks to report it", () => {
  // This file is below src/, so that an error that starts here is Drover's own.
  const shown = renderError(new TypeError("no such thing"), PLAIN).join("\n");
  match(shown, /^Drover itself failed: TypeError: no such thing\n +at .*render_error_test\.ts:\d+:\d+/);
  match(shown, /please report it with the lines above and what drover --support prints\.$/);
});

Deno.test("an error of a script shows its message and place alone", () => {
  const error = new RangeError("too much");
  error.stack = `RangeError: too much
    at insert (file:///root/.cache/deno/npm/registry.npmjs.org/zod/4.0.0/index.js:9:9)
    at body (file:///home/ops/deploy%20one.ts:12:7)
    at run (${new URL("session.ts", import.meta.url)}:1:1)`;
  deepStrictEqual(renderError(error, PLAIN), ["RangeError: too much", "at /home/ops/deploy one.ts:12:7"]);
  ok(renderError(error, PLAIN, true).some((line) => line.includes("index.js:9:9")), "--debug shows the stack");
});

Deno.test("what a script throws that is no error is shown", () => {
  deepStrictEqual(renderError({ reason: 5 }, PLAIN), ['A script threw {"reason":5}']);
  deepStrictEqual(renderError("text", PLAIN), ["A script threw text"]);
});

Deno.test("a mistake shows its message, its place and its hint, made harmless", () => {
  const error = new OperationError("found \x1b[31mred", { at: "deploy.ts:3:4", hint: "Change it." });
  deepStrictEqual(renderError(error, PLAIN), ["found \\x1b[31mred", "at deploy.ts:3:4", "Change it."]);
});
