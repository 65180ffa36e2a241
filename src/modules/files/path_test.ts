import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { nameOf, parentOf, within } from "./path.ts";
import { pathWord } from "./stat.ts";
import { sh } from "../../api/mod.ts";

for (
  const [path, expected] of [
    ["~/a b", "/home/me/a b"],
    ["~", "/home/me"],
    ["~/", "/home/me/"],
    ["~root/x", "/root/x"],
    ["/x/~/y", "/x/~/y"],
    ["~$(id)/x", "~$(id)/x"],
    ["it's", "it's"],
  ] as const
) {
  Deno.test(`a shell takes the path ${path} for ${expected}`, async () => {
    const args = ["-c", sh`printf %s ${pathWord(path)}`.text];
    const { stdout } = await new Deno.Command("sh", { args, env: { HOME: "/home/me" } }).output();
    strictEqual(new TextDecoder().decode(stdout), expected);
  });
}

Deno.test("parents, names and paths within", () => {
  deepStrictEqual(["/a/b", "/a", "a", "a/b/", "~/a", "/"].map(parentOf), ["/a", "/", ".", "a", "~", "/"]);
  deepStrictEqual(["/a/b", "a/"].map(nameOf), ["b", "a"]);
  deepStrictEqual([within("/a/", "b"), within("/", "b")], ["/a/b", "/b"]);
});
