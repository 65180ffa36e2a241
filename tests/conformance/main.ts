import { fileURLToPath } from "node:url";
import { type FactCase, type OperationCase, readCases } from "./cases.ts";
import { runFactCase } from "./facts.ts";
import { loadModules } from "./modules.ts";
import { runOperationCase } from "./operations.ts";
import type { Outcome } from "./outcome.ts";
import { isRed, report } from "./report.ts";

const project = new URL("../../", import.meta.url);

async function main(args: readonly string[]): Promise<number> {
  const folder = Deno.env.get("CONFORMANCE_DIR") ?? fileURLToPath(new URL("../shared/conformance", project));
  if (!await Deno.stat(folder).then((info) => info.isDirectory, () => false)) {
    console.log(`Skipped: there are no recorded cases in ${folder}; set CONFORMANCE_DIR to the folder that has them.`);
    return 0;
  }
  const prefixes = args.filter((one) => !one.startsWith("-"));
  const modules = await loadModules(new URL("src/modules/", project));
  const outcomes: Outcome[] = [];
  for (const { name, cases } of await readCases<FactCase>(`${folder}/facts`, prefixes)) {
    for (const test of cases) outcomes.push(runFactCase(name, test, modules.fact(name)));
  }
  for (const { name, cases } of await readCases<OperationCase>(`${folder}/operations`, prefixes)) {
    for (const test of cases) outcomes.push(await runOperationCase(name, test, modules.operation(name)));
  }
  for (const [module, error] of modules.broken) console.log(`Cannot load the module ${module}: ${error}`);
  for (const line of report(outcomes, args.includes("--verbose"))) console.log(line);
  return isRed(outcomes) ? 1 : 0;
}

Deno.exit(await main(Deno.args));
