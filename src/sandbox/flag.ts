import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { UsageError } from "../api/mod.ts";

const FLAG = "--unstable-worker-options";

/**
 * Whether workers can have fewer permissions than the program: without its flag Deno would end the process.
 *
 * @throws {UsageError} where it is known that they cannot
 */
export function assertCanIsolate(): void {
  if (Deno.build.standalone) return;
  const words = commandLine();
  if (words === undefined || words.includes(FLAG) || words.includes("--unstable")) return;
  if (configHasFlag(words)) return;
  throw new UsageError("--sandbox: this Deno does not let workers have fewer permissions", {
    hint: `Start Drover with deno run ${FLAG} …, or use its executable.`,
  });
}

/** How this process was started, as far as that can be told. */
function commandLine(): readonly string[] | undefined {
  try {
    return readFileSync("/proc/self/cmdline", "utf8").split("\0");
  } catch {
    return undefined;
  }
}

/** Whether the `deno.json` that Deno has taken asks for it. */
function configHasFlag(words: readonly string[]): boolean {
  if (words.includes("--no-config") || !Deno.mainModule.startsWith("file:")) return false;
  const given = words.findIndex((word) => word === "--config" || word === "-c");
  const path = given < 0 ? nearestConfig(dirname(fileURLToPath(Deno.mainModule))) : words[given + 1];
  return path !== undefined && existsSync(path) && /"worker-options"/.test(readFileSync(path, "utf8"));
}

function nearestConfig(folder: string): string | undefined {
  const found = ["deno.json", "deno.jsonc"].map((name) => join(folder, name)).find((path) => existsSync(path));
  if (found !== undefined || dirname(folder) === folder) return found;
  return nearestConfig(dirname(folder));
}
