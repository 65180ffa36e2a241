import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { disarmingEdits } from "./disarm.ts";
import { applyEdits } from "./source_map.ts";

const disarmed = async (code: string) => applyEdits(code, await disarmingEdits(code));

Deno.test("imports that are known stay as they are", async () => {
  const code = [
    `import a, { b } from "./a.js";`,
    `import data from "./data.json" with { type: "json" };`,
    `export * from "./b.js"; export { c as d } from "./c.js";`,
    `import "./side.js";`,
    "const e = await import(`./${a}.js`), { url } = import.meta;",
    `const from = Array.from(b), important = from, $import = 1;`,
  ].join("\n");
  strictEqual(await disarmed(code), code);
});

Deno.test("the word anywhere else is no keyword any more, and means the same", async () => {
  const code = "const x = ['import(1)', `import`, /^import/.test('import'), { import: 1 }.import, ' from \"x\"'];";
  const made = await disarmed(`${code}\nexport default x;`);
  strictEqual(made.match(/\bimport\b|from "/g), null);
  const { default: values } = await import(`data:text/javascript,${encodeURIComponent(made)}`);
  deepStrictEqual(values, ["import(1)", "import", true, 1, ' from "x"']);
});

Deno.test("a name that is the word stays that name", async () => {
  const made = await disarmed(`import { import as a } from "./a.js"; export { a as import };`);
  strictEqual(made, `import { \\u0069mport as a } from "./a.js"; export { a as \\u0069mport };`);
});

Deno.test("an import that only the runtime sees does not run", async () => {
  // As if the lexer had taken it for text.
  const hidden = "const x = '\u2028import(1)' + '...import(2)'; /* import(3) */ // import(4) from" + " ".repeat(999) +
    "'x'";
  strictEqual((await disarmed(hidden)).match(/\b(import|from)\b/g), null);
});
