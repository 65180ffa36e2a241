/** What the tests of many hosts read out of `--json`, and off the links. @module */
import type { Delay } from "../bed/mod.ts";
import { type CliRun, eventsOf, type JsonEvent } from "./herd_bed.ts";

/** An operation of a plan, as `--json` shows it. */
export interface JsonPlanned {
  readonly name: string;
  readonly hosts: Readonly<Record<string, { readonly outcome: string; readonly commands: readonly string[] }>>;
}

/** The results, as `--json` shows them. */
export interface JsonResults {
  readonly operations: readonly { readonly name: string; readonly hosts: Readonly<Record<string, string>> }[];
  readonly hosts: Readonly<Record<string, { readonly state: string; readonly roundTrips: number }>>;
}

function only(run: CliRun, type: string): JsonEvent {
  const found = eventsOf(run).find((event) => event.type === type);
  if (found === undefined) throw new Error(`No event "${type}": ${run.stderr}${run.stdout.slice(-2000)}`);
  return found;
}

/** The operations of the plan. */
export function planOf(run: CliRun): readonly JsonPlanned[] {
  return only(run, "plan").plan.operations;
}

/** The results of a run. */
export function resultsOf(run: CliRun): JsonResults {
  return only(run, "results").results;
}

/** The operations of the plan that would do something, with what they would do on the first of their hosts. */
export function pendingOf(run: CliRun): string[] {
  return planOf(run).flatMap(({ name, hosts }) => {
    const pending = Object.entries(hosts).filter(([, { outcome }]) => !["none", "skipped"].includes(outcome));
    const [first] = pending;
    if (first === undefined) return [];
    const [host, { outcome, commands }] = first;
    return [`${name} ${outcome} on ${pending.length}, as ${host}: ${commands.join("; ")}`];
  });
}

/** What went wrong in a run, for messages of tests. */
export function failuresOf(run: CliRun): string {
  const failed = eventsOf(run).filter(({ type, outcome }) => type === "host.failed" || outcome === "failed");
  return failed.map((event) => JSON.stringify(event)).join("\n") + run.stderr;
}

/** How each operation ended on its hosts, by its name. */
export function outcomesOf({ operations }: JsonResults): Map<string, string[]> {
  return new Map(operations.map(({ name, hosts }) => [name, Object.values(hosts)]));
}

/** Runs something and counts how often the client spoke on each link after it had heard something. */
export async function turnsOf(
  links: readonly Delay[],
  run: () => Promise<CliRun>,
): Promise<CliRun & { turns: number[] }> {
  for (const link of links) link.reset();
  const ended = await run();
  return { ...ended, turns: links.map((link) => link.traffic().turns) };
}
