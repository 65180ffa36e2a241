/** The executable does what the sources do: the same tests of the command line, with another program. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { compiledTest, runProgram } from "./denort.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Tests of what may differ in an executable: how code is loaded, and how the process reads, writes and ends. */
const SAME = [
  "loading_mistakes_test.ts",
  "own_modules_test.ts",
  "program_test.ts",
  "project_test.ts",
  "prompt_test.ts",
  "script_mistakes_test.ts",
].map((name) => `tests/cli/${name}`).concat(
  ["features_test.ts", "named_export_test.ts", "program_test.ts", "readme_test.ts", "sources_test.ts"].map((name) =>
    `tests/loader/${name}`
  ),
  "tests/integration/examples_test.ts",
  "tests/sandbox/escapes_test.ts",
  "tests/sandbox/parity_test.ts",
  "tests/sandbox/remote_test.ts",
);

compiledTest("the executable", async (environment) => {
  const folder = await Deno.makeTempDir();
  const binary = join(folder, "drover");
  const deno = [Deno.execPath(), "run", "-A"];
  const compile = await runProgram([...deno, "scripts/compile.ts", "--output", binary], {
    cwd: ROOT,
    env: environment,
  });
  try {
    strictEqual(compile.code, 0, compile.stderr);
    // What is missing in it is missing in any folder: the sources must not be what it finds.
    const elsewhere = { cwd: folder, clearEnv: true, env: { HOME: folder, PATH: Deno.env.get("PATH")! } };

    match(compile.stdout, /drover: \d+ MB for x86_64-unknown-linux-gnu; \d+ parts load; --version takes \d+ ms/);
    const check = await runProgram([binary, "--self-check"], elsewhere);
    deepStrictEqual([check.code, check.stderr], [0, ""]);

    const told = await runProgram([binary, "--version", "--json"], elsewhere);
    const version = JSON.parse(told.stdout);
    deepStrictEqual([version.runs, version.platform], ["standalone", "x86_64-unknown-linux-gnu"]);
    ok(version.deno && version.v8);

    const tests = await runProgram([Deno.execPath(), "test", "-A", "--no-check", "--parallel", ...SAME], {
      cwd: ROOT,
      env: { DROVER_BINARY: binary },
    });
    const said = stripVTControlCharacters(`${tests.stdout}\n${tests.stderr}`);
    strictEqual(tests.code, 0, said);
    match(said, /ok \| [1-9]\d* passed/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
