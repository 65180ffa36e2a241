import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { applyEdits, decodeMappings, encodeMappings, identityMap, shiftMap, sourcePlace } from "./source_map.ts";

Deno.test("mappings survive being read and written", () => {
  const mappings = "AACA,IAAA,AAAK,2BAAA;;SAAA;EAAA;AACL,OAAO,MAAM";
  strictEqual(encodeMappings(decodeMappings(mappings)), mappings);
});

Deno.test("a place behind an edit keeps its source", () => {
  const text = 'import a from "./a.ts"; fail();\nfail(import.meta.url);';
  const edits = [
    { start: 15, end: 21, text: "file:///somewhere/else.mjs" },
    { start: text.indexOf("import.meta"), end: text.indexOf(".url"), text: "m()" },
  ];
  const edited = applyEdits(text, edits);
  const map = shiftMap(identityMap(text), text, edits);
  const [first = "", second = ""] = edited.split("\n");
  deepStrictEqual(sourcePlace(map, 0, first.indexOf("fail")), { line: 0, column: 24 });
  deepStrictEqual(sourcePlace(map, 1, second.indexOf("url")), { line: 1, column: 17 });
});
