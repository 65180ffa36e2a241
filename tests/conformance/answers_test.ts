import { deepStrictEqual } from "node:assert/strict";
import { type Fact, fact, sh, z } from "../../src/api/mod.ts";
import { answersFrom, parseKey } from "./answers.ts";

const optional = z.string().optional();
const Find: Fact<unknown, { path: string; pattern: string; extendedRegex?: boolean; user?: string }> = fact({
  module: "files",
  name: "FindInFile",
  args: () =>
    z.object({ path: z.string(), pattern: z.string(), extendedRegex: z.boolean().default(false), user: optional }),
  command: () => sh`true`,
  process: (lines) => lines.length > 0 ? lines : null,
});
const Package: Fact<unknown, { package: string }> = fact({
  module: "deb",
  name: "DebPackage",
  args: () => z.object({ package: z.string() }),
  command: () => sh`true`,
  process: () => ({}),
  default: () => "missing",
});
const Config: Fact<unknown, { repo?: string }> = fact({
  module: "git",
  name: "GitConfig",
  args: () => z.object({ repo: optional }),
  command: () => sh`true`,
  process: () => ({}),
});

function ask<A extends object>(facts: Parameters<typeof answersFrom>[0], asked: Fact<unknown, A>, args: A): unknown {
  return answersFrom(facts)(asked as Fact<unknown, never>, asked.check(args));
}

Deno.test("parseKey splits at names only, and tells a key from data", () => {
  deepStrictEqual(parseKey("path=/a, pattern=^b, c=? d$, interpolate_variables=False"), {
    path: "/a",
    pattern: "^b",
    c: "? d$",
    interpolate_variables: "False",
  });
  deepStrictEqual(parseKey("path=/a, pattern=b, C$"), { path: "/a", pattern: "b, C$" });
  deepStrictEqual(parseKey("nginx"), undefined);
  deepStrictEqual(parseKey("some-key=1"), undefined);
});

Deno.test("a fact is found by its arguments in any order, defaults left out or written out", () => {
  const facts = {
    find_in_file: {
      "pattern=x, extended_regex=False, user=None, path=/some\\ file": ["found"],
      "path=/a, pattern=x": [],
    },
  };
  deepStrictEqual(ask(facts, Find, { path: "/some file", pattern: "x" }), ["found"]);
  deepStrictEqual(ask(facts, Find, { path: "/a", pattern: "x" }), []);
  deepStrictEqual(ask(facts, Find, { path: "/a", pattern: "y" }), null);
  deepStrictEqual(ask(facts, Find, { path: "/some file", pattern: "x", user: "root" }), null);
});

Deno.test("an argument that we call by another name is found", () => {
  deepStrictEqual(ask({ "deb.DebPackage": { "name=git": { version: "1" } } }, Package, { package: "git" }), {
    version: "1",
  });
});

Deno.test("a fact that needs arguments gives nothing for others than the case has", () => {
  const facts = { "deb.DebPackage": { git: { version: "1" } } };
  deepStrictEqual(ask(facts, Package, { package: "git" }), { version: "1" });
  deepStrictEqual(ask(facts, Package, { package: "vim" }), "missing");
  deepStrictEqual(ask({}, Package, { package: "vim" }), "missing");
});

Deno.test("a fact without arguments in the case is the one for its defaults", () => {
  deepStrictEqual(ask({ "git.GitConfig": { "user.email": ["a@b"] } }, Config, {}), { "user.email": ["a@b"] });
  deepStrictEqual(ask({ "git.GitConfig": { "repo=/x": { key: ["1"] } } }, Config, { repo: "/x" }), { key: ["1"] });
  deepStrictEqual(ask({ "git.GitConfig": { "repo=/x": { key: ["1"] } } }, Config, {}), {});
});
