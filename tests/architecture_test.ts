import { deepStrictEqual, match, rejects } from "node:assert/strict";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { checkArchitecture, describeFinding } from "../scripts/architecture.ts";

Deno.test("the project keeps its own rules", async () => {
  const findings = await checkArchitecture(fileURLToPath(new URL("..", import.meta.url)));
  deepStrictEqual(findings.filter((finding) => finding.severity === "error").map(describeFinding), []);
});

/** Checks a project of these files, besides a `deno.json` as ours. */
async function check(files: Readonly<Record<string, string>>): Promise<string[]> {
  const root = await Deno.makeTempDir();
  try {
    const imports = { "drover": "./src/mod.ts", "drover/connectors": "./src/connectors.ts" };
    const all = { "deno.json": JSON.stringify({ imports }), "src/mod.ts": "", "src/connectors.ts": "", ...files };
    for (const [path, text] of Object.entries(all)) {
      await Deno.mkdir(dirname(join(root, path)), { recursive: true });
      await Deno.writeTextFile(join(root, path), text);
    }
    return (await checkArchitecture(root)).map(describeFinding);
  } finally {
    await Deno.remove(root, { recursive: true });
  }
}

const value = "export const value = 1;\n";

for (
  const [wrong, path, line, complaint] of [
    [
      "a module that imports the engine",
      "src/modules/files/put.ts",
      'import "../../engine/mod.ts";',
      /src\/modules must not import from src\/engine/,
    ],
    [
      "an API that imports the engine's types",
      "src/api/host.ts",
      'import type { value } from "../engine/mod.ts";',
      /src\/api must not/,
    ],
    ["a command that imports the API", "src/command/sh.ts", 'import "../api/mod.ts";', /may import from: nothing/],
    [
      "an inventory that imports the loader",
      "src/inventory/read.ts",
      'import "../loader/mod.ts";',
      /src\/inventory must not/,
    ],
    [
      "an engine that imports the command line",
      "src/engine/run.ts",
      'import "../cli/mod.ts";',
      /src\/engine must not import from src\/cli/,
    ],
    [
      "an engine that loads the command line late",
      "src/engine/run.ts",
      'await import("../cli/mod.ts");',
      /src\/engine must not/,
    ],
    [
      "an engine that imports tests",
      "src/engine/run.ts",
      'import "../../tests/bed.ts";',
      /must not import from tests\/bed.ts/,
    ],
    [
      "a connector that imports the API",
      "connectors/own.ts",
      'import "../src/api/mod.ts";',
      /"drover\/connectors" alone/,
    ],
    ["a connector that imports all of Drover", "connectors/own.ts", 'import "drover";', /"drover\/connectors" alone/],
    [
      "a way past a door",
      "src/engine/run.ts",
      'import "../api/inner.ts";',
      /past its door; import from src\/api\/mod.ts/,
    ],
    ["errors that import something", "src/errors.ts", 'import "./command/mod.ts";', /src\/errors.ts imports nothing/],
    ["a folder without a rule", "src/unknown/own.ts", 'import "../api/mod.ts";', /src\/unknown has no rule/],
  ] as const
) {
  Deno.test(`the rules refuse ${wrong}`, async () => {
    const doors = ["api", "cli", "command", "engine", "loader"].map((folder) => [`src/${folder}/mod.ts`, value]);
    const found = await check({
      ...Object.fromEntries(doors),
      "src/api/inner.ts": value,
      "tests/bed.ts": value,
      [path]: `${value}${line}\n`,
    });
    deepStrictEqual(found.length, 1, found.join("\n"));
    match(found[0]!, complaint);
    match(found[0]!, new RegExp(`^error: ${path}:2: `));
  });
}

Deno.test("the rules refuse an import cycle, unless it is one of types", async () => {
  const back = { "src/api/b.ts": 'import "./a.ts";\n' };
  const cycle = await check({ ...back, "src/api/a.ts": 'import "./b.ts";\n' });
  deepStrictEqual(cycle, ["error: src/api/a.ts: import cycle: src/api/a.ts → src/api/b.ts → src/api/a.ts"]);
  const types = 'import type * as b from "./b.ts";\nexport type B = typeof b;\n';
  deepStrictEqual(await check({ ...back, "src/api/a.ts": types }), []);
});

Deno.test("the rules warn of long files, refuse very long ones and leave tests alone", async () => {
  const found = await check({
    "src/api/fit.ts": "\n".repeat(250),
    "src/api/long.ts": "\n".repeat(251),
    "src/api/longer.ts": "\n".repeat(351),
    "src/api/longer_test.ts": "\n".repeat(351),
  });
  deepStrictEqual(found.map((line) => line.split(";")[0]), [
    "warning: src/api/long.ts: 251 lines",
    "error: src/api/longer.ts: 351 lines",
  ]);
});

Deno.test("the rules accept what the design says", async () => {
  const found = await check({
    "main.ts": 'import "./src/cli/mod.ts";\n',
    "src/errors.ts": value,
    "src/api/mod.ts": 'import "../errors.ts";\nimport "../command/mod.ts";\nimport "./inner.ts";\n',
    "src/api/inner.ts": value,
    "src/command/mod.ts": 'import "../errors.ts";\n',
    "src/cli/mod.ts": 'import "../engine/mod.ts";\n',
    "src/engine/mod.ts": 'import "../api/mod.ts";\n',
    "src/loader/mod.ts": 'import "../../connectors/own.ts";\n',
    "src/modules/files/put.ts": 'import "../../api/mod.ts";\nimport "../server/group.ts";\n',
    "src/modules/server/group.ts": value,
    "src/modules/files/put_test.ts": 'import "../../engine/mod.ts";\n',
    "connectors/own.ts": 'import "drover/connectors";\nimport "node:path";\nimport "./other.ts";\n',
    "connectors/other.ts": value,
  });
  deepStrictEqual(found, []);
});

Deno.test("the rules name an import that leads nowhere", async () => {
  await rejects(check({ "src/api/a.ts": 'import "./absent.ts";\n' }), /absent\.ts/);
});
