import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { FindDirectories, FindFiles, FindLinks } from "./find_files.ts";

Deno.test("find facts list what is there, by type, name, depth and size", async () => {
  const root = await Deno.makeTempDir({ prefix: "it's " });
  await Deno.mkdir(`${root}/a b/c`, { recursive: true });
  await Deno.writeTextFile(`${root}/a b/one.txt`, "x".repeat(1024));
  await Deno.writeTextFile(`${root}/a b/c/TWO.TXT`, "xy");
  await Deno.symlink("one.txt", `${root}/a b/link`);
  const find = async (fact: typeof FindFiles, args: object) => {
    const { text } = fact.command(fact.check({ path: root, ...args }));
    const { stdout } = await new Deno.Command("sh", { args: ["-c", text] }).output();
    return new TextDecoder().decode(stdout).split("\n").filter(Boolean).map((path) => path.slice(root.length + 1))
      .sort();
  };
  deepStrictEqual(await find(FindFiles, {}), ["a b/c/TWO.TXT", "a b/one.txt"]);
  deepStrictEqual(await find(FindFiles, { iname: "*.txt", maxdepth: 2 }), ["a b/one.txt"]);
  deepStrictEqual(await find(FindFiles, { size: "1K" }), ["a b/one.txt"]);
  deepStrictEqual(await find(FindFiles, { minSize: 2, maxSize: 2 }), ["a b/c/TWO.TXT"]);
  deepStrictEqual(await find(FindFiles, { minSize: 2, maxSize: "1k" }), ["a b/c/TWO.TXT", "a b/one.txt"]);
  deepStrictEqual(await find(FindFiles, { args: ["!", "-name", "one*"] }), ["a b/c/TWO.TXT"]);
  deepStrictEqual(await find(FindFiles, { path: `${root}/a*/[a-c]`, quotePath: false }), ["a b/c/TWO.TXT"]);
  deepStrictEqual(await find(FindFiles, { path: `${root}/a*/[a-c]` }), []);
  deepStrictEqual(await find(FindDirectories, {}), ["", "a b", "a b/c"]);
  deepStrictEqual(await find(FindLinks, {}), ["a b/link"]);
  deepStrictEqual(await find(FindLinks, { path: `${root}/a b/li*`, quotePath: false }), ["a b/link"]);
  strictEqual((await find(FindFiles, { path: `${root}/missing` })).length, 0);
  await Deno.remove(root, { recursive: true });
});
