/**
 * Holds the project against its rules: who may import whom, one door a folder, no cycles, files of one idea.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { readGraph } from "./architecture/graph.ts";
import { type Finding, findViolations } from "./architecture/rules.ts";

/** Checks the project in a folder. */
export async function checkArchitecture(root: string): Promise<Finding[]> {
  return findViolations(await readGraph(root));
}

/** A finding as one line. */
export function describeFinding({ severity, path, line, message }: Finding): string {
  return `${severity}: ${path}${line === undefined ? "" : `:${line}`}: ${message}`;
}

if (import.meta.main) {
  const findings = await checkArchitecture(fileURLToPath(new URL("..", import.meta.url)));
  for (const finding of findings) console.error(describeFinding(finding));
  const errors = findings.filter((finding) => finding.severity === "error").length;
  console.error(errors === 0 ? "The architecture holds" : `${errors} ${errors === 1 ? "error" : "errors"}`);
  if (errors > 0) Deno.exit(1);
}
