import { deepStrictEqual } from "node:assert/strict";
import { FactError, linesOf } from "../../../src/api/mod.ts";
import { processFact } from "../../../src/testing/mod.ts";
import { RECORDED } from "./mod.ts";
import type { Recorded } from "./recorded.ts";

const STRANGE = "sh: 1: %unexpected% ~ line!";

for (const { fact, system, args, output, value } of RECORDED) {
  Deno.test(`${fact.fullName} is what it is on ${system}`, () => {
    deepStrictEqual(processFact(fact, output, args ?? {}), value);
  });
}

Deno.test("a line that no system prints is an error that quotes it, wherever it stands", () => {
  const wrong: string[] = [];
  for (const { fact, system, args, output, isOpen } of RECORDED) {
    const lines = linesOf(output);
    const places = isOpen === undefined ? [...lines, ""].map((_, place) => place) : [0];
    for (const place of places) {
      const found = complaint(fact, lines.toSpliced(place, 0, STRANGE), args ?? {});
      // Of JSON only the start is quoted.
      const isTold = found !== undefined && (/^\s*[[{]/.test(output) || found.includes(STRANGE));
      if (!isTold) wrong.push(`${fact.fullName} of ${system} as line ${place + 1}: ${found}`);
    }
  }
  deepStrictEqual(wrong, []);
});

function complaint(fact: Recorded["fact"], lines: readonly string[], args: object): string | undefined {
  try {
    fact.process(lines, fact.check(args));
  } catch (error) {
    return error instanceof FactError ? error.message : `no FactError but ${error}`;
  }
}
