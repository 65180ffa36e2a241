import { deepStrictEqual } from "node:assert/strict";
import fc from "fast-check";
import { pythonLiteral } from "./literal.ts";
import { splitWords } from "./words.ts";

Deno.test("literals of Python have their value", () => {
  deepStrictEqual(
    [
      "1",
      "-2.5",
      "1e3",
      "0x1F",
      "1_000",
      "True",
      "None",
      "'a'",
      '"b\\n"',
      "[1, 'x', (2,), (3)]",
      "{'k': [True]}",
      "5 # five",
    ]
      .map(pythonLiteral),
    [1, -2.5, 1000, 31, 1000, true, null, "a", "b\n", [1, "x", [2], 3], { k: [true] }, 5],
  );
});

Deno.test("all else is text as written: modes, addresses, words, numbers that would lose digits", () => {
  for (
    const text of [
      "0644",
      "10.0.0.1",
      "true",
      "yes",
      "/usr/bin",
      "[1, 2",
      "a=b",
      "",
      "12345678901234567890",
      "1-2",
      "'a",
      "{1: }",
    ]
  ) deepStrictEqual(pythonLiteral(text), text);
});

Deno.test("any text has a value, and text in quotes comes back", () => {
  fc.assert(fc.property(fc.string(), (text) => void pythonLiteral(text)));
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom("a", "ä", " ", "'", "\\", "#") }), (text) => {
    deepStrictEqual(pythonLiteral(`'${text.replaceAll(/[\\']/g, "\\$&")}'`), text);
  }));
});

Deno.test("a line is split as by a shell", () => {
  deepStrictEqual(splitWords(`web1 a='x y' b="say \\"hi\\"" c=d\\ e f= # not this`), [
    "web1",
    "a=x y",
    'b=say "hi"',
    "c=d e",
    "f=",
  ]);
});
