import { createTwoFilesPatch } from "diff";
import { formatCallSite } from "../api/mod.ts";
import { mask } from "../command/mod.ts";
import type { FileDiff, Planned, PlannedOperation, RunPlan } from "../engine/mod.ts";
import { type Colors, harmless } from "./colors.ts";
import { cell, table } from "./table.ts";

/** The plan as lines: a table of changes, what each would do, diffs, and what is not known. */
export function renderPlan(plan: RunPlan, colors: Colors, verbose: number): string[] {
  const rows = plan.operations.filter((operation) => isShown(operation, verbose));
  const lines: string[] = [];
  if (rows.length) {
    lines.push(...table([
      ["Operation", "Change", "Conditional or unknown"],
      ...rows.map((
        operation,
      ) => [
        harmless(operation.name),
        cell(hostsWith(operation, ["change"])),
        cell(hostsWith(operation, ["conditional", "unknown"])),
      ]),
    ]));
    for (const operation of rows) lines.push(...renderOperation(operation, colors));
  } else {
    const failed = new Set(plan.failures.map(({ host }) => host)).size;
    lines.push(`    No changes${failed ? ` planned; ${failed} ${failed === 1 ? "host" : "hosts"} failed` : ""}`);
  }
  for (const { host, block, what, at } of dedupe(plan.incomplete)) {
    lines.push(
      colors.yellow(
        `    [${host}] rest of ${block} known after apply: ${harmless(mask(what))}${
          at ? ` (${formatCallSite(at)})` : ""
        }`,
      ),
    );
  }
  for (const { host, handler, ours } of plan.owed) {
    lines.push(
      colors.yellow(
        ours
          ? `    [${host}] an earlier run owes the handler "${harmless(handler.handler)}": it will run`
          : `    [${host}] ${harmless(handler.script)} owes the handler "${
            harmless(handler.handler)
          }": it is left to that script`,
      ),
    );
  }
  return lines;
}

function isShown({ hosts }: PlannedOperation, verbose: number): boolean {
  return verbose > 0 || [...hosts.values()].some(({ outcome }) => !["none", "skipped", "error"].includes(outcome));
}

function hostsWith({ hosts }: PlannedOperation, outcomes: readonly Planned["outcome"][]): string[] {
  return [...hosts].filter(([, { outcome }]) => outcomes.includes(outcome)).map(([host]) => host);
}

/** What an operation would do; hosts on which it would do the same are put together. */
function renderOperation({ name, hosts }: PlannedOperation, colors: Colors): string[] {
  const groups = Map.groupBy(
    hosts,
    ([, planned]) =>
      JSON.stringify([planned.outcome, planned.commands, planned.diffs, planned.reason, planned.predicted]),
  );
  const lines: string[] = [];
  for (const group of groups.values()) {
    const planned = group[0]![1];
    if (["none", "skipped", "error"].includes(planned.outcome)) continue;
    const names = group.map(([host]) => host);
    lines.push(
      "",
      `    ${colors.bold(harmless(name))} ${
        colors.dim(
          `on ${names.length > 3 ? `${names.length} hosts` : names.join(", ")}${
            planned.predicted ? ", predicted" : ""
          }`,
        )
      }`,
    );
    if (planned.outcome === "conditional") lines.push(colors.yellow("      if its condition holds:"));
    if (planned.outcome === "unknown") {
      lines.push(colors.yellow(`      known after apply: ${harmless(mask(planned.reason ?? ""))}`));
    }
    for (const command of planned.commands) lines.push(...indented(harmless(command)).map(colors.dim));
    for (const diff of planned.diffs) lines.push(...renderDiff(diff, colors));
    for (const warning of planned.warnings) lines.push(colors.yellow(`      ${harmless(mask(warning))}`));
  }
  return lines;
}

const LONGEST_COMMAND = 4;

function indented(command: string): string[] {
  const lines = command.split("\n");
  const shown = lines.slice(0, LONGEST_COMMAND).map((line, index) => `      ${index ? "  " : "$ "}${line}`);
  return lines.length > LONGEST_COMMAND ? [...shown, `        … ${lines.length - LONGEST_COMMAND} more lines`] : shown;
}

/** A unified diff in colours. */
export function renderDiff({ path, before, after }: FileDiff, colors: Colors): string[] {
  if (before === after) return [];
  const patch = createTwoFilesPatch(
    before === null ? "/dev/null" : path,
    after === null ? "/dev/null" : path,
    before ?? "",
    after ?? "",
    undefined,
    undefined,
    { context: 3 },
  );
  return patch.split("\n").slice(1).filter((line) => line !== "").map((line) => {
    const shown = `      ${harmless(mask(line))}`;
    if (line.startsWith("+")) return colors.green(shown);
    return line.startsWith("-") ? colors.red(shown) : line.startsWith("@@") ? colors.cyan(shown) : shown;
  });
}

function dedupe(blocks: RunPlan["incomplete"]): RunPlan["incomplete"] {
  const seen = new Set<string>();
  return blocks.filter(({ host, what, at }) => {
    const key = `${host} ${what} ${formatCallSite(at)}`;
    return !seen.has(key) && seen.add(key);
  });
}
