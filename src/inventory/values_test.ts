import { deepStrictEqual } from "node:assert/strict";
import { parseValue } from "./values.ts";

for (
  const [text, expected] of [
    ["true", true],
    ["FALSE", false],
    ["8080", 8080],
    ["-3", -3],
    ["1.5", 1.5],
    ["1.10", "1.10"],
    ["0644", "0644"],
    ["12345678901234567890", "12345678901234567890"],
    ["null", null],
    ['["a", 1]', ["a", 1]],
    ['{"a": 1.10}', { a: 1.1 }],
    ['"8080"', "8080"],
    ["nginx", "nginx"],
    ["", ""],
    ["NaN", "NaN"],
    ["[a", "[a"],
  ] as const
) {
  Deno.test(`the word ${JSON.stringify(text)} is ${JSON.stringify(expected)}`, () => {
    deepStrictEqual(parseValue(text), expected);
  });
}
