import * as z from "zod";
import type { RunResults } from "../engine/mod.ts";

/** Results as they stand in `--json` output and in journals. */
export type PlainResults = z.infer<ReturnType<typeof resultsSchema>>;

/** The schema of {@linkcode PlainResults}. */
export function resultsSchema() {
  return z.object({
    operations: z.array(z.object({
      identity: z.string(),
      name: z.string(),
      hosts: z.record(z.string(), z.enum(["changed", "unchanged", "skipped", "failed", "ignored"])),
    })),
    hosts: z.record(
      z.string(),
      z.object({
        state: z.enum(["ok", "failed", "unreachable", "left out", "unfinished"]),
        error: z.unknown().optional(),
        operation: z.string().optional(),
        roundTrips: z.number(),
      }),
    ),
  });
}

/** The results of a run without maps. */
export function plainResults({ operations, hosts }: RunResults): PlainResults {
  return {
    operations: operations.map(({ identity, name, hosts }) => ({ identity, name, hosts: Object.fromEntries(hosts) })),
    hosts: Object.fromEntries(hosts),
  };
}
