import { didYouMean, messageOf, UsageError } from "../../api/mod.ts";
import type { RunResults } from "../../engine/mod.ts";
import { harmless, makeColors, wantsColors } from "../colors.ts";
import { codeOfStates } from "../exit_code.ts";
import { mergeResults, readResults } from "../merge_results.ts";
import type { CommandLine } from "../options.ts";
import { toJson } from "../render_json.ts";
import { renderResults } from "../render_terminal.ts";
import type { PlainResults } from "../results_schema.ts";
import type { Terminal } from "../terminal.ts";

/**
 * `drover results merge FILE…`: the results of several runs, outputs of `--json` or journals, as one table, or as JSON.
 * The exit code is the one that a single run would have had.
 */
export async function resultsCommand({ operands, options }: CommandLine, terminal: Terminal): Promise<number> {
  const [, verb, ...files] = operands;
  if (verb !== "merge") {
    throw new UsageError(
      verb === undefined
        ? "results needs to know what to do"
        : `No command "results ${verb}"${didYouMean(verb, ["merge"])}`,
      { hint: "To put results together: drover results merge FILE…" },
    );
  }
  if (files.length === 0) {
    throw new UsageError("results merge needs files", { hint: "drover results merge shard1.json shard2.json" });
  }
  const read = [];
  for (const file of files) read.push(readResults(file, await textOf(file)));
  const merged = mergeResults(read);
  const leftOut = Object.keys(merged.hosts).filter((name) => merged.hosts[name]!.state === "left out");
  if (leftOut.length > 0) {
    const names = leftOut.length > 10 ? `${leftOut.slice(0, 10).join(", ")} …` : leftOut.join(", ");
    terminal.err(harmless(`No file has results of ${leftOut.length} hosts of the inventory: ${names}\n`));
  }
  if (options.flag("json")) {
    terminal.out(`${toJson({ type: "results", results: merged })}\n`);
  } else {
    const colors = makeColors(wantsColors(terminal.outIsTerminal));
    for (const line of renderResults(withMaps(merged), colors)) terminal.out(`${line}\n`);
  }
  const code = codeOfStates(Object.values(merged.hosts).map(({ state }) => state));
  return code || (read.some(({ isPending }) => isPending) ? 3 : 0);
}

async function textOf(file: string): Promise<string> {
  try {
    return await Deno.readTextFile(file);
  } catch (cause) {
    throw new UsageError(`Cannot read ${file}: ${messageOf(cause).split(":")[0]}`, { cause });
  }
}

function withMaps({ operations, hosts }: PlainResults): RunResults {
  return {
    operations: operations.map((operation) => ({ ...operation, hosts: new Map(Object.entries(operation.hosts)) })),
    hosts: new Map(
      Object.entries(hosts).map(([name, { state, ...rest }]) => [
        harmless(name),
        // It was seen neither to fail nor to succeed.
        { ...rest, state: state === "unfinished" ? "failed" : state },
      ]),
    ),
  };
}
