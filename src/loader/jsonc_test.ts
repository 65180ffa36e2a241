import { deepStrictEqual, throws } from "node:assert/strict";
import { parseJsonc } from "./jsonc.ts";

Deno.test("reads comments and trailing commas, and leaves strings alone", () => {
  const text = `// a project
{
  /* where "x" comes from */
  "imports": { "x": "https://a.example/*b*/x.ts", "y": "a\\"//b,}", }, // end
  "list": [1, 2, /* last */ ],
}`;
  deepStrictEqual(parseJsonc(text), {
    imports: { x: "https://a.example/*b*/x.ts", y: 'a"//b,}' },
    list: [1, 2],
  });
});

Deno.test("refuses what is no JSON", () => {
  throws(() => parseJsonc("{ a: 1 }"), SyntaxError);
});
