/** What modules can do, one script a feature; the executable runs the same list. */
import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { startProject } from "../cli/program.ts";
import { packageAnswers, startOrigin } from "./origin.ts";

interface Feature {
  readonly script: string;
  /** The code, given the address of a server; `show` prints a value. */
  readonly code: (url: string) => string;
  readonly shows: (url: string, folder: string) => unknown;
}

const FEATURES: readonly Feature[] = [
  {
    script: "types.ts",
    code: () =>
      `import { Shape, make } from "./lib/shapes.ts";
enum Level { Low = 1, High }
namespace Names { export const own = "own"; }
class Point { constructor(readonly x: number, private y = 2) {} sum() { return this.x + this.y; } }
const shape: Shape = make(1 as const satisfies number);
show([Level.High, Level[1], Names.own, new Point(1).sum(), shape]);`,
    shows: () => [2, "Low", "own", 3, { side: 1 }],
  },
  {
    script: "syntax.ts",
    code: () =>
      `#!/usr/bin/env -S drover @local
abstract class Base<T> { abstract x: T; declare z: string; #own = 1; constructor(protected readonly y?: number) {} get own() { return this.#own; } }
class Derived extends Base<number> { override x = 1; static made: number; static { this.made = 3; } }
const enum Size { a = 1 << 2, b = "x".length }
namespace Outer.Inner { export const q = 1; }
declare const nothing: string;
declare module "nowhere" {}
function over(a: string): void; function over(a: number): number; function over(a: unknown) { return a; }
const angle = <number> 5, sure = angle!, fixed = { k: [1] } as const satisfies object;
const said: string[] = [];
{ using one = { [Symbol.dispose]: () => void said.push("disposed") }; void one; }
const made = new Derived();
show([made.x, made.own, Derived.made, Size.a, Outer.Inner.q, over(7), sure, fixed.k, said, /[/]import("x")/.source]);`,
    shows: () => [1, 1, 3, 4, 1, 7, 5, [1], ["disposed"], '[/]import("x")'],
  },
  {
    script: "data.ts",
    code: () =>
      `import json from "./lib/data.json" with { type: "json" };
import text from "./lib/note.txt" with { type: "text" };
import bytes from "./lib/note.txt" with { type: "bytes" };
show([json, text, bytes.length]);`,
    shows: () => [{ a: [1] }, "note é", 7],
  },
  {
    script: "meta.ts",
    code: () =>
      `const { url, dirname, filename } = import.meta;
show([url, dirname, filename, import.meta.resolve("./lib/a.ts"), import.meta.resolve("one")]);`,
    shows: (_, folder) => [
      `file://${folder}/meta.ts`,
      folder,
      `${folder}/meta.ts`,
      `file://${folder}/lib/a.ts`,
      `file://${folder}/lib/one.ts`,
    ],
  },
  {
    script: "dynamic.ts",
    code: () =>
      `const name = "one";
show([
  (await import("./lib/one.ts")).default,
  (await import(\`./lib/\${name}.ts\`)).default,
  (await import("one")).default,
  (await import("./lib/data.json", { with: { type: "json" } })).default,
  await import("./lib/gone.ts").catch((error) => error.message.includes("no such file")),
]);`,
    shows: () => [1, 1, 1, { a: [1] }, true],
  },
  {
    script: "cycle.ts",
    code: () =>
      `import { early, count, up } from "./lib/cycle.ts";
export function name() { return import.meta.url.split("/").pop(); }
up();
show([early, count, await Promise.resolve("awaited")]);`,
    shows: () => ["cycle.ts", 1, "awaited"],
  },
  {
    script: "stack.ts",
    code: () =>
      `interface Nothing { a: 1 }
import { fails } from "./lib/fails.js";
try { fails(); } catch (error) { show((error as Error).stack!.split("\\n").slice(1, 3).map((row) => row.trim())); }`,
    shows: (_, folder) => [`at fails (file://${folder}/lib/fails.js:1:36)`, `at file://${folder}/stack.ts:3:7`],
  },
  {
    script: "own.ts",
    code: () =>
      `import * as drover from "drover";
import { files, DroverError, z } from "jsr:@drover/drover@^0.1";
import { connector } from "drover/connectors";
import { runScript } from "drover/testing";
import local from "drover/connectors/local";
import { z as same } from "npm:zod@4";
show([files === drover.files, new DroverError("load", "x") instanceof drover.DroverError, typeof connector,
  typeof runScript, local.name, z.string === same.string]);`,
    shows: () => [true, true, "function", "function", "local", true],
  },
  {
    script: "built_in.ts",
    code: () => `import { basename } from "node:path"; import { sep } from "path"; show([basename("/a/b"), sep]);`,
    shows: () => ["b", "/"],
  },
  {
    script: "map.ts",
    code: () =>
      `import one from "one"; import prefixed from "parts/one.ts"; import scoped from "./inner/scoped.ts";
show([one, prefixed, scoped]);`,
    shows: () => [1, 1, 2],
  },
  {
    script: "leak.ts",
    code: () => `show(await import("zod").catch((error) => error.message.includes('imports "zod"')));`,
    shows: () => true,
  },
  {
    script: "near/scripts/main.ts",
    code: () => `import one from "one"; import word from "words"; show([one, word]);`,
    shows: () => [2, "near"],
  },
  {
    script: "waits.ts",
    code: () =>
      `import { ready } from "./lib/waits.ts";
const late = await Promise.resolve("late");
show([ready, late]);`,
    shows: () => ["ready", "late"],
  },
  {
    script: "package.ts",
    code: () =>
      `import { version, place } from "@acme/tools";
import { extra } from "@acme/tools/extra";
import * as same from "jsr:@acme/tools@1.2";
show([version, extra, same.version, place]);`,
    shows: (url) => ["1.2.3", true, "1.2.3", `${url}/@acme/tools/1.2.3/mod.ts`],
  },
  {
    script: "remote.ts",
    code: (url) =>
      `import { place, state } from "${url}/latest/mod.ts";
import { state as same } from "${url}/v1/mod.ts";
show([place, state === same, (await import("data:text/typescript,export default 5 as number")).default]);`,
    shows: (url) => [[`${url}/v1/mod.ts`, null, "deep", "text"], true, 5],
  },
];

const LIBRARY = {
  "deno.json": `{
  // comments are allowed
  "imports": { "one": "./lib/one.ts", "parts/": "./lib/", "@acme/tools": "jsr:@acme/tools@^1", },
  // and what Deno takes beside names is left alone
  "compilerOptions": { "strict": true },
  "scopes": { "./inner/": { "one": "./lib/two.ts" } },
}`,
  "near/deno.jsonc":
    `{ /* the nearest is the one that counts */ "imports": { "one": "../lib/two.ts", "words": "./words.js" } }`,
  "near/words.js": `export default "near";`,
  "lib/waits.ts": `export const ready = await new Promise<string>((resolve) => setTimeout(() => resolve("ready"), 1));`,
  "lib/shapes.ts": "export interface Shape { side: number }\nexport const make = (side: number): Shape => ({ side });",
  "lib/data.json": `{ "a": [1] }`,
  "lib/note.txt": "note é",
  "lib/one.ts": "export default 1 as number;",
  "lib/two.ts": "export default 2 as number;",
  "lib/cycle.ts":
    `import { name } from "../cycle.ts";\nexport const early = name();\nexport let count = 0;\nexport const up = () => { count++; };`,
  "lib/fails.js": `export const fails = () => { throw new Error("x"); };`,
  "inner/scoped.ts": `export { default } from "one";`,
};

Deno.test("modules can do what modules of Deno can", async (t) => {
  await using origin = startOrigin({
    ...packageAnswers("@acme/tools", "1.2.3", {
      "/mod.ts": `export const version: string = "1.2.3";\nexport const place = import.meta.url;`,
      "/extra.ts": `export const extra = true as boolean;`,
    }, { ".": "./mod.ts", "./extra": "./extra.ts" }),
    "/latest/mod.ts": { status: 302, headers: { location: "/v1/mod.ts" } },
    "/v1/mod.ts": `import { deep } from "./lib/deep.ts";
import text from "/note.txt" with { type: "text" };
export const state = {};
export const place = [import.meta.url, import.meta.dirname ?? null, deep, text];`,
    "/v1/lib/deep.ts": `export const deep: string = "deep";`,
    "/note.txt": "text",
  });
  const scripts = FEATURES.map(({ script, code }) => {
    const text = code(origin.url).replaceAll(
      "show(",
      `((value: unknown) => console.log(${JSON.stringify(script)}, JSON.stringify(value)))(`,
    );
    return [script, `${text}\nexport default () => {};\n`];
  });
  await using project = await startProject({ ...LIBRARY, ...Object.fromEntries(scripts) });
  const scriptNames = FEATURES.map(({ script }) => script);
  const { code, stdout, stderr } = await project.drover(["@local", ...scriptNames, "--dry"], {
    env: { JSR_URL: origin.url },
  });
  strictEqual(code, 0, stderr);
  const shown = new Map(
    stdout.trim().split("\n").map((row) => {
      const [script = "", value = ""] = row.split(/ (.*)/s);
      return [script, JSON.parse(value)];
    }),
  );
  const folder = await Deno.realPath(project.folder);
  for (const { script, shows } of FEATURES) {
    await t.step(script, () => deepStrictEqual(shown.get(script), shows(origin.url, folder)));
  }
});
