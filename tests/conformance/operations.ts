import { pathToFileURL } from "node:url";
import { type AnyOperation, DroverError, messageOf, type z } from "../../src/api/mod.ts";
import { type OperationPlan, plan } from "../../src/testing/mod.ts";
import { answersFrom } from "./answers.ts";
import { ourArguments } from "./arguments.ts";
import type { OperationCase } from "./cases.ts";
import { sameSteps } from "./steps.ts";
import { judge } from "./judge.ts";
import { withLocalFiles } from "./local_files.ts";
import { ourName } from "./names.ts";
import type { Outcome, Subject } from "./outcome.ts";
import { expectedSteps, foundSteps, showSteps } from "./steps.ts";

/** Plans an operation against the facts of a case and compares what it would do. */
export async function runOperationCase(
  theirs: string,
  test: OperationCase,
  operation: AnyOperation | undefined,
): Promise<Outcome> {
  const subject: Subject = {
    kind: "operation",
    theirs,
    ours: ourName(theirs),
    args: test.args,
    facts: test.facts ?? {},
    platforms: test.require_platform ?? [],
  };
  if (operation === undefined) return judge({ ...subject, about: "absence" }, test.case, "there is no such operation");
  return await withLocalFiles(test.local_files, async (folder) => {
    const { args, globals } = ourArguments(operation.schema(), test.args);
    const made = await plan(operation, inFolder(operation.schema(), args, folder), answersFrom(test.facts ?? {}), {
      globals,
    })
      .then((found) => ({ found }), (error: unknown) => ({ error }));
    return "error" in made
      ? judgeError(subject, test, made.error, folder)
      : judgePlan(subject, test, made.found, folder);
  });
}

function judgePlan(subject: Subject, test: OperationCase, found: OperationPlan, folder: string): Outcome {
  const foundHere = foundSteps(found.steps, folder);
  const shown = {
    found: [...showSteps(foundHere), ...(found.noop === undefined ? [] : [`noop: ${found.noop}`])].join("\n"),
  };
  if (test.exception) {
    const expected = expectedError(test.exception);
    return judge(
      { ...subject, about: "error", expected, found: undefined, plan: found },
      test.case,
      "it was expected to throw",
      {
        expected: `${expected.names.join(" or ")}: ${expected.message}`,
        ...shown,
      },
    );
  }
  const expected = expectedSteps(test.commands ?? []);
  if (!sameSteps(expected, foundHere)) {
    const mismatch = { ...subject, about: "commands" as const, expected, found: foundHere, plan: found };
    return judge(mismatch, test.case, "other commands", { expected: showSteps(expected).join("\n"), ...shown });
  }
  // An operation that does something may say on the way what it leaves alone.
  if (expected.length === 0 && test.noop_description !== undefined && test.noop_description !== found.noop) {
    const mismatch = { ...subject, about: "noop" as const, expected: test.noop_description, found: found.noop };
    return judge(mismatch, test.case, "other reason for no change", {
      expected: `noop: ${test.noop_description}`,
      ...shown,
    });
  }
  return { subject, case: test.case, verdict: "passed" };
}

function judgeError(subject: Subject, test: OperationCase, error: unknown, folder: string): Outcome {
  const message = messageOf(error).replaceAll(folder, "");
  const shown = { found: error instanceof Error ? `${error.name}: ${message}` : message };
  if (!test.exception) {
    const expected = expectedSteps(test.commands ?? []);
    const mismatch = { ...subject, about: "refusal" as const, expected, noop: test.noop_description, found: error };
    const lines = [
      ...showSteps(expected),
      ...(test.noop_description === undefined ? [] : [`noop: ${test.noop_description}`]),
    ];
    return judge(mismatch, test.case, `it threw ${message}`, { expected: lines.join("\n"), ...shown });
  }
  const expected = expectedError(test.exception);
  if (error instanceof DroverError && plain(expected.message) === plain(message)) {
    return { subject, case: test.case, verdict: "passed" };
  }
  return judge({ ...subject, about: "error", expected, found: error }, test.case, `other error: ${message}`, {
    expected: `${expected.names.join(" or ")}: ${expected.message}`,
    ...shown,
  });
}

/** A message without the quotes around names. Its class is not compared: Python's have no counterpart here. */
function plain(message: string): string {
  return message.replaceAll(/[`"']/g, "");
}

function expectedError({ name, names = [], message }: NonNullable<OperationCase["exception"]>) {
  return { names: name === undefined ? names : [name, ...names], message };
}

/** Local paths of a case belong to its own folder: arguments that our schema turns into addresses. */
function inFolder(schema: z.ZodObject, args: Record<string, unknown>, folder: string): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => {
      const isLocal = typeof value === "string" && !/^[a-z]+:/.test(value) &&
        takesAddress(schema.shape[name] as z.ZodType | undefined);
      return [name, isLocal ? pathToFileURL(`${folder}/${value.replace(/^\//, "")}`) : value];
    }),
  );
}

function takesAddress(type: z.ZodType | undefined): boolean {
  return type?.safeParse("name").data instanceof URL;
}
