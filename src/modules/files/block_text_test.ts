import { deepStrictEqual, throws } from "node:assert/strict";
import { type BlockPlace, markerLines, withBlock } from "./block_text.ts";

const markers = { first: "<", last: ">" };

for (
  const [what, before, block, place, after] of [
    ["a new block goes to the end", ["a"], ["x"], "end", ["a", "<", "x", ">"]],
    ["a new block goes to the start", ["a"], ["x"], "start", ["<", "x", ">", "a"]],
    ["a new block goes before a line", ["a", "b"], ["x"], { side: "before", line: "b" }, ["a", "<", "x", ">", "b"]],
    ["a new block goes after the first such line", ["a", "a"], ["x"], { side: "after", line: "a" }, [
      "a",
      "<",
      "x",
      ">",
      "a",
    ]],
    ["a new block goes to the end where no line matches", ["a"], ["x"], { side: "after", line: "b" }, [
      "a",
      "<",
      "x",
      ">",
    ]],
    ["a block changes in its place", ["<", "old", ">", "a"], ["x"], "end", ["<", "x", ">", "a"]],
    ["a block goes away with its markers", ["a", "<", "old", ">", "b"], null, "end", ["a", "b"]],
    ["a first marker alone is no block", ["<", "a"], ["x"], "end", ["<", "a", "<", "x", ">"]],
    ["the first marker that is nearest to the last counts", ["<", "a", "<", "old", ">"], ["x"], "end", [
      "<",
      "a",
      "<",
      "x",
      ">",
    ]],
  ] as [string, string[], string[] | null, BlockPlace, string[]][]
) {
  Deno.test(what, () => deepStrictEqual(withBlock(before, markers, block, place), after));
}

Deno.test("markers that cannot be told apart are refused", () => {
  throws(() => markerLines({ marker: "# same" }), /Cannot mark a block with "# same" and "# same"/);
  deepStrictEqual(markerLines({ marker: "$& {mark} $&", begin: "$1" }), { first: "$& $1 $&", last: "$& END $&" });
});
