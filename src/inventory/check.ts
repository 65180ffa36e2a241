import { type AnyConnector, type Data, didYouMean, expectation, shown, UsageError, type z } from "../api/mod.ts";
import { type DataLayers, lookUp, mergedData } from "./data.ts";
import { camelCase, hasPrefix } from "./keys.ts";

/** A host as far as its data are concerned. */
export interface HostWithData {
  readonly name: string;
  readonly data: DataLayers;
}

/**
 * The data that a connector takes of a host: its keys, checked and with defaults. Other keys are none of its business.
 *
 * @throws {UsageError} for values that do not fit and for unknown keys with the connector's prefix.
 */
export function checkConnectorData(host: HostWithData, connector: AnyConnector): Data {
  const schema: z.ZodObject = typeof connector.data === "function" ? connector.data() : connector.data;
  const prefix = connector.prefix ?? connector.name;
  const known = Object.keys(schema.shape);
  const nameOf = new Map(known.map((key) => [camelCase(key), key]));
  const input: Data = {};
  const problems: string[] = [];
  for (const [key, value] of Object.entries(mergedData(host.data))) {
    const name = nameOf.get(camelCase(key));
    if (name !== undefined) input[name] = value;
    else if (hasPrefix(key, prefix)) {
      const advice = didYouMean(key, known) || `; the keys are ${known.join(", ") || "none"}`;
      problems.push(`no data key "${key}" (from ${lookUp(host.data, key)?.layer.source})${advice}`);
    }
  }
  const result = schema.safeParse(input);
  if (!result.success) problems.push(...explainData(result.error.issues, input, host.data));
  if (problems.length === 0) return result.data as Data;
  throw new UsageError(`Host "${host.name}", data of the connector @${connector.name}: ${problems.join("; ")}`);
}

/**
 * Checks the data of all hosts by the schema of a deploy, before anything is connected to.
 *
 * @param what names the deploy
 * @returns the checked values of each host by its name, with defaults
 * @throws {UsageError} that lists all problems of all hosts.
 */
export function checkHostData<S extends z.ZodObject>(
  hosts: readonly HostWithData[],
  schema: S,
  what: string,
): ReadonlyMap<string, z.output<S>> {
  const checked = new Map<string, z.output<S>>();
  const problems = new Map<string, string[]>();
  for (const host of hosts) {
    const input: Data = {};
    for (const key of Object.keys(schema.shape)) {
      const found = lookUp(host.data, key);
      if (found) input[key] = found.value;
    }
    const result = schema.safeParse(input);
    if (result.success) checked.set(host.name, result.data);
    else {
      for (const problem of explainData(result.error.issues, input, host.data)) {
        problems.set(problem, [...problems.get(problem) ?? [], host.name]);
      }
    }
  }
  if (problems.size === 0) return checked;
  const lines = [...problems].map(([problem, names]) => `${names.join(", ")}: ${problem}`);
  throw new UsageError(`${what} cannot run with the data of its hosts:\n${lines.join("\n")}`, {
    hint: "See debug-inventory for the data of each host and where they come from.",
  });
}

function explainData(issues: readonly z.core.$ZodIssue[], input: Data, layers: DataLayers): string[] {
  return issues.map((issue) => {
    const key = String(issue.path[0] ?? "");
    if (issue.path.length === 0) return expectation(issue);
    const found = issue.path.reduce<unknown>((value, step) => (value as Data | undefined)?.[String(step)], input);
    const source = lookUp(layers, key)?.layer.source;
    const path = issue.path.map(String).join(".");
    if (found === undefined) {
      return `"${path}" is missing: ${expectation(issue)}${source ? ` (from ${source})` : ""}`;
    }
    return `"${path}": ${expectation(issue)}, found ${shown(found)} (from ${source})`;
  });
}
