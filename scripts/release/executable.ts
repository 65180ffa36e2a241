/** Compiles one executable for a platform. @module */
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { makeTypes, TYPES_FILE } from "./types.ts";
import { unusedParts } from "./unused.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * How the executable collects garbage: by default a run of 1,000 hosts lets half a gigabyte lie before it does, for a
 * quarter less processor time.
 */
export const V8_FLAGS = "--heap-growing-percent=25,--max-semi-space-size=4";

/** How an executable is compiled. */
export interface CompileOptions {
  readonly output: string;
  /** Default: this machine's. */
  readonly target?: string;
  /** Show what Deno prints. */
  readonly shown?: boolean;
}

/**
 * Compiles an executable. `DENO_COMPILER` names another Deno to compile with, `DENORT_BIN` (read by Deno) a runtime of
 * this machine that is there already.
 *
 * Its permissions are all that there are: deploy scripts run in it, and may connect, read, write and start programs
 * anywhere. There is no code cache: its file in the temporary directory has a name that others can guess.
 *
 * @returns why it cannot be had; nothing when it is made
 */
export async function compile(options: CompileOptions): Promise<string | undefined> {
  const { output, target = Deno.build.target, shown = false } = options;
  if (target !== Deno.build.target && Deno.env.get("DENORT_BIN")) return "DENORT_BIN is a runtime of another platform";
  const compiler = Deno.env.get("DENO_COMPILER") || Deno.execPath();
  const args = ["compile", "--allow-all", "--no-check", "--no-code-cache", "--no-prompt", `--v8-flags=${V8_FLAGS}`];
  const types = await makeTypes().catch((error: Error) => error);
  if (types instanceof Error) return `the types for editors cannot be made: ${types.message}`;
  args.push("--include", TYPES_FILE);
  args.push("--unstable-worker-options", "--include", "src/sandbox/worker/main.ts");
  for (const part of await unusedParts(compiler)) args.push("--exclude", part);
  if (target !== Deno.build.target) args.push("--target", target);
  const ended = await new Deno.Command(compiler, {
    args: [...args, "--output", output, join(ROOT, "main.ts")],
    cwd: ROOT,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: shown ? "inherit" : "null",
    stderr: "piped",
  }).output();
  const said = new TextDecoder().decode(ended.stderr);
  if (shown && ended.success) console.error(said.trimEnd());
  return ended.success ? undefined : reasonOf(said);
}

/** Runs the executable so that it loads all that it has to carry. @throws {Error} with what is missing */
export async function assertComplete(executable: string): Promise<string> {
  const ended = await new Deno.Command(executable, { args: ["--self-check"], stdin: "null" }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
  if (ended.success) return decode(ended.stdout);
  throw new Error(`${executable} is not complete: ${decode(ended.stderr)}`);
}

/** What Deno says went wrong, in one line: of a chain of causes the last that tells where. */
function reasonOf(said: string): string {
  const lines = said.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const reason = lines.find((line) => line.includes("for url")) ?? lines.find((line) => line.startsWith("error:"));
  return (reason ?? lines.at(-1) ?? "deno compile failed").replace(/^(error|\d+): /, "");
}
