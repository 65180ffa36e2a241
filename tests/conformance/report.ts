import { complete, completeFacts } from "./complete.ts";
import type { Outcome } from "./outcome.ts";

/** All lines of the report. */
export function report(outcomes: readonly Outcome[], verbose: boolean): string[] {
  return [
    total("facts", outcomes.filter(({ subject }) => subject.kind === "fact")),
    total("operations", outcomes.filter(({ subject }) => subject.kind === "operation")),
    "",
    ...table(outcomes),
    ...list("Deviations", verbose ? outcomes.filter(({ verdict }) => verdict === "deviation") : [], verbose),
    ...notBuilt(outcomes.filter(({ verdict }) => verdict === "not built")),
    ...list("Failing", outcomes.filter(({ verdict }) => verdict === "failed"), verbose),
  ];
}

/** Whether a case of what is complete neither passed nor deviates. */
export function isRed(outcomes: readonly Outcome[]): boolean {
  return outcomes.some((outcome) => ["failed", "not built"].includes(outcome.verdict) && isComplete(outcome));
}

function isComplete(outcome: Outcome): boolean {
  const module = moduleOf(outcome);
  return complete.includes(module) || (outcome.subject.kind === "fact" && completeFacts.includes(module));
}

function total(kind: string, outcomes: readonly Outcome[]): string {
  return `${kind}: ${count(outcomes, "passed")} of ${outcomes.length}, ${count(outcomes, "deviation")} deviations`;
}

function table(outcomes: readonly Outcome[]): string[] {
  const modules = [...Map.groupBy(outcomes, moduleOf)].sort(([a], [b]) => a.localeCompare(b));
  const row = (cells: readonly (string | number)[]) =>
    cells.map((cell, index) => index === 0 ? String(cell).padEnd(14) : String(cell).padStart(11)).join("");
  return [
    row(["module", "passed", "deviations", "failing", "not built", "complete"]),
    ...modules.map(([module, cases]) => {
      const counts = (["passed", "deviation", "failed", "not built"] as const).map((verdict) => count(cases, verdict));
      return row([
        module,
        ...counts,
        complete.includes(module) ? "yes" : completeFacts.includes(module) ? "facts" : "no",
      ]);
    }),
  ];
}

function list(title: string, outcomes: readonly Outcome[], verbose: boolean): string[] {
  if (outcomes.length === 0) return [];
  return ["", `${title}:`, ...outcomes.flatMap((outcome) => describe(outcome, verbose))];
}

function notBuilt(outcomes: readonly Outcome[]): string[] {
  if (outcomes.length === 0) return [];
  const names = new Set(outcomes.map(({ subject }) => subject.theirs));
  return ["", `Not built yet: ${[...names].join(", ")}`];
}

function describe({ subject, case: name, because, expected, found }: Outcome, verbose: boolean): string[] {
  const line = `  ${subject.theirs} ${name}: ${because}`;
  if (!verbose) return [line.length > 200 ? `${line.slice(0, 200)}…` : line];
  return [line, ...indented("expected", expected), ...indented("found", found)];
}

function indented(title: string, text: string | undefined): string[] {
  if (text === undefined) return [];
  return [`    ${title}`, ...text.split("\n").map((line) => `      ${line}`)];
}

function moduleOf({ subject }: Outcome): string {
  return subject.ours.split(".")[0]!;
}

function count(outcomes: readonly Outcome[], verdict: Outcome["verdict"]): number {
  return outcomes.filter((outcome) => outcome.verdict === verdict).length;
}
