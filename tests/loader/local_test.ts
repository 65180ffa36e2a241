import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import * as drover from "../../src/mod.ts";
import { makeUser } from "./origin.ts";

Deno.test("a local module is TypeScript as Deno takes it", async () => {
  await using user = await makeUser({
    "main.ts": `import { Shape, type Other, Kind } from "./lib/types.ts";
import config from "./config.json" with { type: "json" };
import text from "./note.txt" with { type: 'text' };
import bytes from "./note.txt" with { type: "bytes" };
import { EOL } from "os";
export { EOL };
export * from "./lib/more.js";
class Point { constructor(readonly x: number) {} }
const other: Other = 1;
const shape: Shape = { side: other };
export const point = new Point(3).x;
export default { side: shape.side, kind: Kind.Round, config, text, bytes: [...bytes] };
`,
    "lib/types.ts":
      `export interface Shape { side: number }\nexport type Other = number;\nexport enum Kind { Flat, Round }\n`,
    "lib/more.js": `export const more = "more";`,
    "config.json": `{ "__proto__x": [1] }`,
    "note.txt": "é",
  });
  const module = await user.import("main.ts");
  deepStrictEqual(module.default, {
    side: 1,
    kind: 1,
    config: { "__proto__x": [1] },
    text: "é",
    bytes: [0xc3, 0xa9],
  });
  deepStrictEqual([module.point, module.more, module.EOL], [3, "more", "\n"]);
});

Deno.test("cycles, top-level await and live bindings are those of modules", async () => {
  await using user = await makeUser({
    "a.ts":
      `import { early, count, up } from "./b.ts";\nexport function name() { return import.meta.url.split("/").pop(); }\nup();\nexport default [early, count, await Promise.resolve(7)];`,
    "b.ts":
      `import { name } from "./a.ts";\nexport const early = name();\nexport let count = 0;\nexport const up = () => { count++; };`,
  });
  deepStrictEqual((await user.import("a.ts")).default, ["a.ts", 1, 7]);
});

Deno.test("import.meta and dynamic imports name the original place", async () => {
  await using user = await makeUser({
    "my scripts/main.ts": `const name = ["one", "two"][1];
export const two = await import(\`./\${name}.ts\`);
export const json = (await import("./data.json", { with: { type: "json" } })).default;
export const missing = await import("./three.ts").catch((error) => error.message);
export const { url, dirname, filename, main } = import.meta;
export const resolved = import.meta.resolve("./x.ts");
export const same = (await import("./two.ts")) === two;
`,
    "my scripts/two.ts": `export const two = 2;`,
    "my scripts/data.json": "[5]",
  });
  const { two, json, missing, same, ...meta } = await user.import("my scripts/main.ts");
  strictEqual((two as { two: number }).two, 2);
  deepStrictEqual([json, same], [[5], true]);
  match(String(missing), /no such file: .*\/my scripts\/three\.ts/);
  deepStrictEqual({ ...meta }, {
    url: `${user.url}my%20scripts/main.ts`,
    dirname: `${user.folder}/my scripts`,
    filename: `${user.folder}/my scripts/main.ts`,
    main: false,
    resolved: `${user.url}my%20scripts/x.ts`,
  });
});

Deno.test("a stack names the original file, line and column", async () => {
  await using user = await makeUser({
    "main.ts": `interface Nothing {}
import { fails } from "./fails.js";
export default function (nothing?: Nothing) { void nothing; return [1].map(() => fails(import.meta.url)); }
`,
    "fails.js": `export const other = 1, fails = (from) => { throw new Error(from); };`,
  });
  const { default: run } = await user.import("main.ts") as { default: () => void };
  const { stack } = await Promise.try(run).catch((error) => error);
  match(stack, new RegExp(`${user.url}fails\\.js:1:51`));
  match(stack, new RegExp(`${user.url}main\\.ts:3:82`));
  ok(!stack.includes(".cache"), stack);
});

Deno.test("drover is the running program's own, whatever an import map says", async () => {
  await using user = await makeUser({
    "deno.json": `{ "imports": { "drover": "./wrong.ts", "own": "jsr:@drover/drover@^0.1" } }`,
    "main.ts": `import * as drover from "drover";
import { connector } from "drover/connectors";
import local from "drover/connectors/local";
import { DroverError, files } from "own";
import { runScript } from "jsr:@drover/drover/testing";
export { connector, drover, DroverError, files, local, runScript };
`,
  });
  const module = await user.import("main.ts");
  strictEqual(module.files, drover.files);
  strictEqual(module.DroverError, drover.DroverError);
  deepStrictEqual({ ...module.drover as object }, { ...drover });
  strictEqual((module.local as { name: string }).name, "local");
});

Deno.test("names come from the nearest deno.json, with scopes and prefixes", async () => {
  await using user = await makeUser({
    "deno.jsonc": `{
      // what the scripts call their parts
      "imports": { "parts/": "./parts/", "one": "./parts/one.ts" },
      "scopes": { "./inner/": { "one": "./parts/two.ts" } },
    }`,
    "main.ts": `import one from "one"; import same from "parts/one.ts"; import inner from "./inner/main.ts";
export default [one, same, inner];`,
    "inner/main.ts": `export { default } from "one";`,
    "parts/one.ts": "export default 1;",
    "parts/two.ts": "export default 2;",
    "elsewhere/deno.json": `{ "importMap": "./map.json" }`,
    "elsewhere/map.json": `{ "imports": { "one": "../parts/two.ts" } }`,
    "elsewhere/main.ts": `export { default } from "one";`,
    "given.json": `{ "imports": { "one": "./parts/two.ts", "parts/": "./parts/" } }`,
  });
  deepStrictEqual((await user.import("main.ts")).default, [1, 1, 2]);
  strictEqual((await user.import("elsewhere/main.ts")).default, 2);
  const given = user.loader({}, "given.json");
  deepStrictEqual((await given.import("main.ts", user.url)).default, [2, 1, 2]);
  strictEqual((await given.import("one", user.url)).default, 2);
});

Deno.test("the program's own names for packages are not the scripts'", async () => {
  await using user = await makeUser({
    "main.ts": `import { z } from "zod"; export default z;`,
    "embedded.ts": `import { z } from "npm:zod@4"; export default z;`,
  });
  await rejects(user.import("main.ts"), /imports "zod": no path, no address, and there is no import map/);
  strictEqual(((await user.import("embedded.ts")).default as typeof drover.z).string, drover.z.string);
});

Deno.test("a changed file is loaded as it is now, an unchanged one from the cache", async () => {
  await using user = await makeUser({
    "main.ts": `import { part } from "./part.ts"; export default part;`,
    "part.ts": "export const part: number = 1;",
  });
  strictEqual((await user.import("main.ts")).default, 1);
  await user.write({ "part.ts": "export const part: number = 2;" });
  strictEqual((await user.import("main.ts")).default, 2);
});

Deno.test("two runs may fill the cache at once", async () => {
  const names = Array.from({ length: 20 }, (_, index) => `part${index}`);
  await using user = await makeUser({
    "main.ts": names.map((name) => `import { ${name} } from "./${name}.ts";`).join("") +
      `export default [${names}].length;`,
    ...Object.fromEntries(names.map((name) => [`${name}.ts`, `export const ${name}: string = "${name}";`])),
  });
  const modules = await Promise.all([1, 2, 3, 4].map(() => user.import("main.ts")));
  deepStrictEqual(modules.map((module) => module.default), [20, 20, 20, 20]);
});

Deno.test("without a cache folder that can be used a run does without it", async () => {
  await using user = await makeUser({ "main.ts": "export default 1 as number;", ".cache": "a file" });
  strictEqual((await user.import("main.ts")).default, 1);
  match(user.warnings.join("\n"), /Cannot use the cache folder .*\/\.cache/);
});

Deno.test("a cache that cannot be written any more is no defect of Drover", async () => {
  await using user = await makeUser({ "main.ts": "export default 1 as number;", ".cache/linked": "no folder" });
  await Deno.chmod(`${user.folder}/.cache`, 0o700);
  await rejects(user.import("main.ts"), (error: drover.DroverError) => {
    match(error.hint!, /XDG_CACHE_HOME/);
    return /^Cannot write into the cache: .*\/linked/.test(error.message) && error.code === "load";
  });
});

Deno.test("a cache folder that others may write to is not used", async () => {
  await using user = await makeUser({ "main.ts": "export default 1 as number;" });
  await Deno.mkdir(`${user.folder}/.cache`);
  await Deno.chmod(`${user.folder}/.cache`, 0o777);
  strictEqual((await user.import("main.ts")).default, 1);
  match(user.warnings.join("\n"), /others may write to it/);
  deepStrictEqual(await Array.fromAsync(Deno.readDir(`${user.folder}/.cache`)), []);
});
