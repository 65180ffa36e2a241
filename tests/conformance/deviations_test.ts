import { deepStrictEqual } from "node:assert/strict";
import { OperationError, UsageError } from "../../src/api/mod.ts";
import { deviationOf } from "./deviations.ts";
import type { Mismatch, Subject } from "./outcome.ts";
import { expectedSteps } from "./steps.ts";

const subject: Subject = { kind: "operation", theirs: "a.b", ours: "a.b", args: {}, facts: {}, platforms: [] };
const plan = {} as Extract<Mismatch, { about: "commands" }>["plan"];
const rule = (expected: string[], found: string[]) =>
  deviationOf({ ...subject, about: "commands", expected: expectedSteps(expected), found: expectedSteps(found), plan })
    ?.name;

Deno.test("several commands in one are a deviation only if they are the same and in order", () => {
  deepStrictEqual(rule(["a", "b"], ["a && b"]), "one command for several");
  deepStrictEqual(rule(["a", "b"], ["b && a"]), undefined);
  deepStrictEqual(rule(["a", "b"], ["a || b"]), undefined);
  deepStrictEqual(rule(["a", "b"], ["a"]), undefined);
});

Deno.test("-- and printf are deviations only if all else is the same", () => {
  deepStrictEqual(rule(["rm -rf x"], ["rm -rf -- x"]), "end of options");
  deepStrictEqual(rule(["rm -rf x"], ["rm -r -- x"]), undefined);
  deepStrictEqual(rule(["echo 'a b' >> f"], ["printf '%s\\n' 'a b' >> f"]), "printf for echo");
  deepStrictEqual(rule(["echo 'a b' >> f"], ["printf '%s\\n' a b >> f"]), undefined);
});

Deno.test("only a refusal of ours is another wording of an error", () => {
  const expected = { names: ["OperationError"], message: "x" };
  const about = (found: unknown) => deviationOf({ ...subject, about: "error", expected, found })?.name;
  deepStrictEqual(about(new OperationError("y")), "error wording");
  deepStrictEqual(about(new TypeError("y is undefined")), undefined);
  deepStrictEqual(about(new UsageError('a.b: no argument "path"')), undefined);
  deepStrictEqual(about(undefined), undefined);
});

Deno.test("no reason at all is no other wording of one", () => {
  const about = (found: string | undefined) => deviationOf({ ...subject, about: "noop", expected: "x", found })?.name;
  deepStrictEqual(about("y"), "noop wording");
  deepStrictEqual(about(undefined), undefined);
});
