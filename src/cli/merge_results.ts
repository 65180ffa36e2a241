import { UsageError } from "../api/mod.ts";
import * as z from "zod";
import { type PlainResults, resultsSchema } from "./results_schema.ts";

/** The results of one run, out of a file. */
export interface FileResults {
  readonly file: string;
  readonly results: PlainResults;
  /** Whether its plan had changes that were not applied. */
  readonly isPending: boolean;
}

/** Reads the output of `--json`, or a journal. @throws {UsageError} where there are no results in it */
export function readResults(file: string, text: string): FileResults {
  const values = parseJson(file, text);
  const found = values.findLast((value) => isOfType(value, "results") || isOfType(value, "journal"));
  if (found === undefined) {
    throw new UsageError(`${file} has no results`, {
      hint: values.length > 0 && values.every((value) => isOfType(value))
        ? "The run that wrote it did not come to its end: run its shard again."
        : "Give outputs of runs with --json, or journals of runs.",
    });
  }
  const checked = z.object({ results: resultsSchema() }).safeParse(found);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw new UsageError(`${file}: the results are not those of a run: ${issue!.path.join(".")}: ${issue!.message}`);
  }
  const { results } = checked.data;
  const isPending = results.operations.length === 0 && values.some((value) => planSchema.safeParse(value).success);
  return { file, results, isPending };
}

/** Puts the results of several runs together. @throws {UsageError} for a host that took part in two of them */
export function mergeResults(all: readonly FileResults[]): PlainResults {
  const hosts = new Map<string, PlainResults["hosts"][string]>();
  const files = new Map<string, string>();
  const operations = new Map<string, PlainResults["operations"][number]>();
  for (const { file, results } of all) {
    for (const [name, host] of Object.entries(results.hosts)) {
      if (host.state === "left out") {
        if (!hosts.has(name)) hosts.set(name, host);
        continue;
      }
      const other = files.get(name);
      if (other !== undefined) {
        throw new UsageError(`The host ${name} is in the results of ${other} and of ${file}`, {
          hint: "Give the results of the shards of one run, each once.",
        });
      }
      files.set(name, file);
      hosts.set(name, host);
    }
    for (const { identity, name, hosts } of results.operations) {
      const earlier = operations.get(identity);
      operations.set(identity, { identity, name, hosts: { ...earlier?.hosts, ...hosts } });
    }
  }
  return { operations: [...operations.values()], hosts: Object.fromEntries(hosts) };
}

/** A plan that has something to do. */
const planSchema = z.object({
  type: z.literal("plan"),
  plan: z.object({
    operations: z.array(z.object({ hosts: z.record(z.string(), z.object({ outcome: z.string() })) })),
    incomplete: z.array(z.unknown()),
    owed: z.array(z.object({ ours: z.boolean() })),
  }).refine(({ operations, incomplete, owed }) =>
    incomplete.length > 0 || owed.some(({ ours }) => ours) ||
    operations.some(({ hosts }) => Object.values(hosts).some(({ outcome }) => !["none", "skipped"].includes(outcome)))
  ),
});

function isOfType(value: unknown, type?: string): boolean {
  const found = (value as { readonly type?: unknown } | null)?.type;
  return type === undefined ? typeof found === "string" : found === type;
}

/** A JSON value, or one a line. */
function parseJson(file: string, text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return text.split("\n").flatMap((line, index) => {
      if (line.trim() === "") return [];
      try {
        return [JSON.parse(line)];
      } catch (cause) {
        throw new UsageError(`${file}:${index + 1} is no JSON: ${JSON.stringify(line.slice(0, 60))}`, { cause });
      }
    });
  }
}
