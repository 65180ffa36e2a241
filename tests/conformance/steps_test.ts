import { deepStrictEqual } from "node:assert/strict";
import { download, sh, upload } from "../../src/api/mod.ts";
import type { Json } from "./cases.ts";
import { expectedSteps, foundSteps, sameSteps } from "./steps.ts";

const same = (expected: Json[], found: Parameters<typeof foundSteps>[0]) =>
  sameSteps(expectedSteps(expected), foundSteps(found, "/tmp/case"));

Deno.test("owner and mode that follow an upload belong to it", () => {
  const expected = [["upload", "/a.txt", "/b c"], "chown me:us '/b c'", "chmod 644 '/b c'"];
  const local = new URL("file:///tmp/case/a.txt");
  deepStrictEqual(same(expected, [upload(local, "/b c", { user: "me", group: "us", mode: "644" })]), true);
  deepStrictEqual(same(expected, [upload(local, "/b c", { user: "me", mode: "644" })]), false);
  deepStrictEqual(same(expected, [upload(local, "/b c"), sh`chown me:us ${"/b c"}`]), false);
});

Deno.test("owner and mode of another path stay commands of their own", () => {
  const expected = [["upload", "text", "/a"], "chmod 600 /b"];
  deepStrictEqual(same(expected, [upload("text", "/a"), sh`chmod 600 /b`]), true);
  deepStrictEqual(same(expected, [upload("text", "/a", { mode: "600" })]), false);
});

Deno.test("a timestamp, a temporary file and a mask stand for what they name", () => {
  deepStrictEqual(same(["mv a a.a-timestamp"], [sh`mv a a.20260102T030405`]), true);
  deepStrictEqual(same(["mv a a.a-timestamp"], [sh`mv a a.old`]), false);
  deepStrictEqual(same(["curl x -o _tempfile_"], [sh`curl x -o /tmp/drover-1a`]), true);
  deepStrictEqual(same([["mysql -p'pw' x", "mysql *** x"]], [sh`mysql -ppw x`]), true);
  deepStrictEqual(same(["mysql *** x"], [sh`mysql -ppw x`]), true);
});

Deno.test("global arguments of a command are part of it", () => {
  deepStrictEqual(same([{ command: "a", shell_executable: "bash" }], [sh`a`.with({ _shellExecutable: "bash" })]), true);
  deepStrictEqual(same(["a"], [sh`a`.with({ _shellExecutable: "bash" })]), false);
});

Deno.test("a download is the same with its local path seen from the case's folder", () => {
  deepStrictEqual(same([["download", "/a", "/b"]], [download("/a", new URL("file:///tmp/case/b"))]), true);
});

Deno.test("uploads that follow each other to different places may come in any order", () => {
  const expected = ["mkdir /d", ["upload", "1", "/d/b"], ["upload", "2", "/d/a"], "ls"];
  const [first, second] = [upload("1", "/d/b"), upload("2", "/d/a")];
  deepStrictEqual(same(expected, [sh`mkdir /d`, second, first, sh`ls`]), true);
  deepStrictEqual(same(expected, [second, sh`mkdir /d`, first, sh`ls`]), false);
  deepStrictEqual(same(expected, [sh`mkdir /d`, upload("1", "/d/a"), upload("2", "/d/b"), sh`ls`]), false);
  const twice = [["upload", "1", "/a"], ["upload", "2", "/a"]];
  deepStrictEqual(same(twice, [upload("2", "/a"), upload("1", "/a")]), false);
});
