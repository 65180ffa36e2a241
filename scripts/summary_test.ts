import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readErrors, readSummary } from "./summary.ts";

/** Runs `deno test` on a file with this content and reads its summary. */
function summaryOf(content: string) {
  return readOf(content, readSummary);
}

/** Runs `deno test` on a file with this content and gives what `read` finds in its output, with colors or without. */
async function readOf<T>(content: string, read: (output: string) => T): Promise<T> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(join(folder, "sample_test.ts"), content);
    const args = ["test", "--no-config", "--permit-no-files", folder];
    const run = async (env: Record<string, string>) => {
      const { stdout } = await new Deno.Command(Deno.execPath(), { args, env, stderr: "null" }).output();
      return read(new TextDecoder().decode(stdout));
    };
    const [plain, colored] = await Promise.all([run({ NO_COLOR: "1" }), run({ FORCE_COLOR: "1", NO_COLOR: "" })]);
    deepStrictEqual(colored, plain);
    return plain;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("the summary of deno test is read with steps, skipped tests and failures", async () => {
  const found = await summaryOf(`
    Deno.test("a", async (t) => { await t.step("one", () => {}); await t.step("two", () => {}); });
    Deno.test("b", () => { console.log("ok | 100 passed | 0 failed"); });
    Deno.test.ignore("c", () => {});
    Deno.test("d", () => { throw new Error("no"); });
  `);
  deepStrictEqual(found, { passed: 2, failed: 1, skipped: 1 });
});

Deno.test("the summary of deno test is read when nothing fails or is skipped", async () => {
  deepStrictEqual(await summaryOf(`Deno.test("a", () => {});`), { passed: 1, failed: 0, skipped: 0 });
});

Deno.test("there is no summary where a file does not compile", async () => {
  strictEqual(await summaryOf("const x: number = 'text';"), undefined);
});

Deno.test("what failed and why is read from the end of what deno test prints", async () => {
  const errors = await readOf(
    `
    Deno.test("first", () => { console.log(" ERRORS "); });
    Deno.test("second", () => { throw new Error("the reason"); });
  `,
    // Places and times differ from run to run.
    (output) => readErrors(output)?.replace(/\/.*|\(\d+ms\)/g, ""),
  );
  match(errors ?? "", /^second => [^]*error: Error: the reason[^]*FAILURES[^]*second => [^]*1 passed \| 1 failed/);
});

Deno.test("the test command fails and says so where no test ran", async () => {
  const script = fileURLToPath(new URL("test.ts", import.meta.url));
  const args = ["run", "-A", script, "scripts/test.ts", "--filter=no test has this name"];
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  strictEqual(code, 1);
  match(new TextDecoder().decode(stderr), /No test ran/);
  match(new TextDecoder().decode(stdout), /0 passed, 0 failed, 0 skipped\n$/);
});
