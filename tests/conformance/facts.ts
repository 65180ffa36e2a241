import type { Fact } from "../../src/api/mod.ts";
import { ourArguments } from "./arguments.ts";
import type { FactCase } from "./cases.ts";
import { judge } from "./judge.ts";
import { ourName } from "./names.ts";
import type { Outcome, Subject } from "./outcome.ts";
import { resultDifference } from "./results.ts";
import { show, tokenize } from "./tokens.ts";

/** Gives a fact the recorded output and compares what it makes of it. */
export function runFactCase(theirs: string, test: FactCase, fact: Fact<unknown, never> | undefined): Outcome {
  const subject: Subject = { kind: "fact", theirs, ours: ourName(theirs), args: test.args, facts: {}, platforms: [] };
  if (fact === undefined) return judge({ ...subject, about: "absence" }, test.case, "there is no such fact");
  const args = checked(fact, ourArguments(fact.schema(), test.args).args);
  const read = (output: readonly string[]) => fact.process(output, args);
  let found: unknown;
  try {
    found = read(test.output ?? []);
  } catch (error) {
    found = error;
  }
  const difference = found instanceof Error ? `it threw ${found.message}` : resultDifference(test.result, found);
  if (difference === undefined) return { subject, case: test.case, verdict: "passed" };
  const mismatch = { ...subject, about: "result" as const, expected: test.result, found, output: test.output, read };
  return judge(mismatch, test.case, difference, {
    expected: `${JSON.stringify(test.result)}\nfrom ${test.command ?? "?"}`,
    found: `${JSON.stringify(found)}\nfrom ${commandOf(fact, args)}`,
  });
}

/** Reading output does not depend on whether our schema takes arguments that pyinfra's tests made up. */
function checked(fact: Fact<unknown, never>, args: object): object {
  try {
    return fact.check(args);
  } catch {
    return args;
  }
}

function commandOf(fact: Fact<unknown, never>, args: object): string {
  try {
    return show(tokenize(fact.command(args).text));
  } catch (error) {
    return String(error);
  }
}
