import type { CallSite } from "../api/mod.ts";
import type { OwedHandler } from "./owed.ts";
import type { Planned } from "./prepare.ts";

/** What a run would do, for all hosts. */
export interface RunPlan {
  /** In the order in which they would run. */
  readonly operations: readonly PlannedOperation[];
  /** Blocks whose rest is known after apply. */
  readonly incomplete: readonly IncompleteBlock[];
  /** The identities of the blocks that hosts come to together, for each host. */
  readonly gates: ReadonlyMap<string, ReadonlySet<string>>;
  /** Handlers that earlier runs still owe, of this script (they will run) and of others (they are left alone). */
  readonly owed: readonly { readonly host: string; readonly handler: OwedHandler; readonly ours: boolean }[];
  /** Hosts on which the script or an operation would fail. */
  readonly failures: readonly { readonly host: string; readonly operation?: string; readonly error: unknown }[];
}

/** One operation of the plan. */
export interface PlannedOperation {
  readonly identity: string;
  readonly position: readonly number[];
  readonly name: string;
  readonly site: CallSite | undefined;
  /** The host whose script declares it, where that is another one than it runs on. */
  readonly declaredBy: string | undefined;
  /** What it does on each host that it runs on. */
  readonly hosts: ReadonlyMap<string, Planned & { readonly predicted: boolean }>;
}

/** A block of a host that the plan could not follow to its end. */
export interface IncompleteBlock {
  readonly host: string;
  readonly block: string;
  readonly what: string;
  readonly at: CallSite | undefined;
}

/** Whether there is anything that apply would do or find out. */
export function hasWork(plan: RunPlan): boolean {
  const pending = plan.operations.some(({ hosts }) =>
    [...hosts.values()].some(({ outcome }) => !["none", "skipped"].includes(outcome))
  );
  return pending || plan.incomplete.length > 0 || plan.owed.some(({ ours }) => ours);
}

/**
 * Merges the orders of all hosts to one: every host's own order is kept where the hosts' orders agree, and the earlier
 * place in the sources goes first where they do not say.
 */
export function mergeOrders<T extends { readonly identity: string; readonly position: readonly number[] }>(
  programs: readonly (readonly T[])[],
  compare: (a: T, b: T) => number,
): string[] {
  const first = new Map<string, T>();
  for (const program of programs) for (const one of program) if (!first.has(one.identity)) first.set(one.identity, one);
  const cursors = programs.map(() => 0);
  const merged: string[] = [];
  const seen = new Set<string>();
  const ahead = new Map<string, number>();
  for (const program of programs) {
    for (const { identity } of program) ahead.set(identity, (ahead.get(identity) ?? 0) + 1);
  }

  while (merged.length < first.size) {
    const heads = new Map<string, { readonly one: T; count: number }>();
    programs.forEach((program, index) => {
      while (cursors[index]! < program.length && seen.has(program[cursors[index]!]!.identity)) cursors[index]!++;
      const one = program[cursors[index]!];
      if (one === undefined) return;
      const head = heads.get(one.identity) ?? { one, count: 0 };
      head.count++;
      heads.set(one.identity, head);
    });
    const candidates = [...heads.values()];
    const free = candidates.filter(({ one, count }) => count === ahead.get(one.identity));
    const next = (free.length ? free : candidates).map(({ one }) => one).sort(compare)[0]!;
    merged.push(next.identity);
    seen.add(next.identity);
  }
  return merged;
}
