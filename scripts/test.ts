/**
 * All tests, unit and integration: `deno task test [PATH…] [OPTIONS of deno test]`.
 * Installs what the test bed needs where it can, and ends with a line `N passed, N failed, N skipped`.
 * Files run side by side, those below `tests/serial/` one after the other, when nothing else runs. Those below `tests/long/`
 * run only when they are asked for: `deno task test:long`.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { installPackages, missingPackages } from "../tests/bed/mod.ts";
import { add, formatSummary, NOTHING, readErrors, readSummary, type Summary } from "./summary.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SERIAL = "tests/serial";
const LONG = "tests/long";

interface Outcome {
  readonly code: number;
  readonly summary: Summary;
  readonly errors?: string;
}

/** Runs `deno test` and passes on what it prints. */
async function runTests(args: readonly string[]): Promise<Outcome> {
  const color: Record<string, string> = Deno.stdout.isTerminal() && !Deno.noColor ? { FORCE_COLOR: "1" } : {};
  const child = new Deno.Command(Deno.execPath(), {
    args: ["test", "-A", "--permit-no-files", ...args],
    env: color,
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const decoder = new TextDecoder();
  let end = "";
  for await (const chunk of child.stdout) {
    for (let sent = 0; sent < chunk.length;) sent += await Deno.stdout.write(chunk.subarray(sent));
    end = (end + decoder.decode(chunk, { stream: true })).slice(-100_000);
  }
  const { code } = await child.status;
  const summary = readSummary(end) ?? NOTHING;
  // A file that does not load or compile leaves no count, and must not look like success.
  const failed = code !== 0 ? Math.max(summary.failed, 1) : summary.failed;
  return { code, summary: { ...summary, failed }, errors: code !== 0 ? readErrors(end) : undefined };
}

/** The runs of `deno test` that the arguments ask for. */
async function planRuns(args: readonly string[]): Promise<string[][]> {
  const options = args.filter((argument) => argument.startsWith("-"));
  const paths = args.filter((argument) => !argument.startsWith("-"));
  const isSerial = (path: string) => path.replace(/^\.\//, "").startsWith(SERIAL);
  const serial = paths.length > 0 ? paths.filter(isSerial) : await isFolder(SERIAL) ? [SERIAL] : [];
  const parallel = paths.filter((path) => !isSerial(path));
  const runs: string[][] = [];
  if (paths.length === 0 || parallel.length > 0) {
    const long = paths.length === 0 ? [LONG] : [];
    runs.push(["--parallel", `--ignore=${[SERIAL, ...long, "scripts/test.ts"]}`, ...options, ...parallel]);
  }
  if (serial.length > 0) runs.push([...options, ...serial]);
  return runs;
}

async function isFolder(path: string): Promise<boolean> {
  return (await Deno.stat(path).catch(() => undefined))?.isDirectory ?? false;
}

async function prepareBed(): Promise<void> {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return;
  const missing = await missingPackages();
  if (missing.length === 0) return;
  console.error(`Installing for the test bed: ${missing.join(", ")}`);
  await installPackages().catch((error) => console.error(`Cannot install them: ${error.message}`));
}

async function main(args: readonly string[]): Promise<number> {
  Deno.chdir(ROOT);
  await prepareBed();
  let total = NOTHING;
  let code = 0;
  const errors: string[] = [];
  for (const run of await planRuns(args.filter((argument) => argument !== "--"))) {
    const outcome = await runTests(run);
    total = add(total, outcome.summary);
    code ||= outcome.code;
    if (outcome.errors) errors.push(outcome.errors);
  }
  // Again at the end: of a long log of CI often only the last part is at hand.
  if (errors.length > 0) console.log(`\nWhat failed:\n\n${errors.join("\n\n")}\n`);
  if (total.passed + total.failed === 0) console.error("No test ran");
  console.log(formatSummary(total));
  return code || (total.failed > 0 || total.passed === 0 ? 1 : 0);
}

if (import.meta.main) Deno.exit(await main(Deno.args));
