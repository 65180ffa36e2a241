/** A compiler and the runtime that fits it, where downloads of Deno cannot be reached. @module */
import { join } from "node:path";
import { sharedTest } from "../bed/mod.ts";

/** The environment in which `deno compile` works without a download. */
export async function compilerEnvironment(shared: string): Promise<Record<string, string>> {
  const shell = `set -eu
variables=$("$1")
eval "$variables"
printf '%s\\n' "$DENO_COMPILER" "$DENORT_BIN"`;
  const ended = await new Deno.Command("bash", {
    args: ["-c", shell, "bash", join(shared, "tools/denort")],
    stdin: "null",
  }).output();
  if (!ended.success) throw new Error(`No runtime to compile with: ${new TextDecoder().decode(ended.stderr)}`);
  const [compiler = "", runtime = ""] = new TextDecoder().decode(ended.stdout).trim().split("\n");
  return { DENO_COMPILER: compiler, DENORT_BIN: runtime, DENO_TLS_CA_STORE: "system" };
}

/** Registers a test that compiles; skipped where there is no runtime to compile with. */
export function compiledTest(name: string, body: (environment: Record<string, string>) => Promise<void>): void {
  if (Deno.build.target === "x86_64-unknown-linux-gnu") {
    sharedTest(name, async (shared) => await body(await compilerEnvironment(shared)));
  } else {
    Deno.test({ name: `${name} (skipped: the runtime is for Linux on x86_64)`, ignore: true, fn: () => {} });
  }
}

/** A program that ran. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program. */
export async function runProgram(
  [program = "", ...args]: readonly string[],
  options: Omit<Deno.CommandOptions, "args"> = {},
): Promise<Ended> {
  const { code, stdout, stderr } = await new Deno.Command(program, { args, stdin: "null", ...options }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: decode(stdout), stderr: decode(stderr) };
}
