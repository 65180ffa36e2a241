import { deepStrictEqual, ok } from "node:assert/strict";
import fc from "fast-check";
import { FactError, linesOf } from "../../src/api/mod.ts";
import { ALL_FACTS, plainArguments } from "./all.ts";

const CASES = ALL_FACTS.map((fact) => ({ fact, args: plainArguments(fact) }));

/** Errors of the parser itself, which tell the user nothing. */
const DEFECTS = [TypeError, ReferenceError, RangeError];

/** What is wrong with how a fact takes these lines. */
function defect({ fact, args }: typeof CASES[number], lines: readonly string[]): string | undefined {
  try {
    const value: unknown = fact.process(lines, args);
    if (value === undefined) return `${fact.fullName} is undefined`;
    const text = JSON.stringify(value);
    if (/:null/.test(text) && hasNaN(value)) return `${fact.fullName} has a number that is none: ${text}`;
  } catch (error) {
    if (!(error instanceof FactError)) return `${fact.fullName} threw ${error}`;
    if (DEFECTS.some((kind) => error.cause instanceof kind)) return `${fact.fullName}: ${error.message}`;
  }
}

function hasNaN(value: unknown): boolean {
  if (typeof value === "number") return !Number.isFinite(value);
  return typeof value === "object" && value !== null && Object.values(value).some(hasNaN);
}

const WORDS = [
  ..."abz09 \t:=,;|/\\()[]{}<>*-_.\"'%#@&+~üß€😀".split(/(?:)/u),
  ...["__proto__", "constructor", "null", "true", "-1", "0x", "1e999", "2024-01-01", "root:x:0:0", "::1/64", "\x1b[0m"],
  ...["name", "version", "Package: ", "inet ", "[section]", "key=value", "yes", "active", "\u0000", "\ufffd"],
];

const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 12 }).map((words) => words.join(""));

Deno.test("whatever lines come, a fact is a value or an error that says what was wrong", () => {
  const defects = new Map<string, string>();
  const seen = (one: typeof CASES[number], lines: readonly string[]) => {
    const found = defect(one, lines);
    if (found !== undefined) defects.set(one.fact.fullName, `${found} for ${JSON.stringify(lines)}`.slice(0, 300));
  };
  for (const one of CASES) seen(one, []);
  fc.assert(
    fc.property(fc.array(text, { maxLength: 6 }), (lines) => {
      for (const one of CASES) seen(one, lines);
    }),
    { numRuns: 200 },
  );
  fc.assert(
    fc.property(fc.json({ maxDepth: 3 }), (json) => {
      for (const one of CASES) seen(one, linesOf(json));
    }),
    { numRuns: 200 },
  );
  deepStrictEqual([...defects.values()], []);
});

Deno.test("no line is so long that a fact does not come to an end", () => {
  const length = 40_000;
  const slow: string[] = [];
  for (const one of CASES) {
    for (
      const unit of [" ", "a", "0", "a ", "=", ".", "a:", "(", '"', "a=b ", "\t", "[", "1.", "- ", " on ", " ALLOW "]
    ) {
      const start = performance.now();
      defect(one, [`${unit.repeat(length)}\x01`]);
      const took = performance.now() - start;
      if (took > 2000) slow.push(`${one.fact.fullName}: ${Math.round(took)} ms for ${JSON.stringify(unit)}`);
    }
  }
  deepStrictEqual(slow, []);
  ok(CASES.length > 200);
});
