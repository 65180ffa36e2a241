import { deepStrictEqual } from "node:assert/strict";
import { FactError } from "../../src/api/mod.ts";
import type { Json } from "./cases.ts";
import { deviationOf } from "./deviations.ts";

function rule(ours: string, expected: Json, found: unknown, output: string[] = []): string | undefined {
  const subject = { kind: "fact" as const, theirs: ours, ours, args: {}, facts: {}, platforms: [] };
  return deviationOf({ ...subject, about: "result", expected, found, output })?.name;
}

Deno.test("repositories may have an id and a file beside what is expected, and nothing else", () => {
  const name = "repositories with id and file";
  const theirs: Json[] = [{ name: "main", gpgcheck: "1" }, { name: "A", baseurl: "x" }];
  const ours = { repoid: "a", name: "A", baseurl: "x", filename: "/f" };
  deepStrictEqual(rule("dnf.DnfRepositories", theirs, [ours]), name);
  deepStrictEqual(rule("dnf.DnfRepositories", [{ name: "A", baseurl: "x", repoid: "b" }], [ours]), undefined);
  deepStrictEqual(rule("dnf.DnfRepositories", theirs, [{ ...ours, baseurl: "y" }]), undefined);
  deepStrictEqual(rule("dnf.DnfRepositories", theirs, []), undefined);
});

Deno.test("opkg's fields may have names if they come in the order of the tuple", () => {
  const name = "named fields for tuples";
  const conf = { paths: { root: "/" }, listDir: "/l", options: { a: true }, archCfg: { all: 1 } };
  deepStrictEqual(rule("opkg.OpkgConf", [{ root: "/" }, "/l", { a: true }, { all: 1 }], conf), name);
  deepStrictEqual(rule("opkg.OpkgConf", [{ root: "/" }, "/m", { a: true }, { all: 1 }], conf), undefined);
  const feeds = { base: { url: "u", fmt: "src/gz", kind: "custom" } };
  deepStrictEqual(rule("opkg.OpkgFeeds", { base: ["u", "src/gz", "custom"] }, feeds), name);
  deepStrictEqual(rule("opkg.OpkgFeeds", { base: ["u", "src", "custom"] }, feeds), undefined);
});

Deno.test("an error may stand for an empty result of something that was printed, not for another", () => {
  const error = new FactError("no JSON");
  deepStrictEqual(rule("uv.UvPipPackages", {}, error, ["x"]), "an error for what cannot be read");
  deepStrictEqual(rule("uv.UvPipPackages", { a: ["1"] }, error, ["x"]), undefined);
  deepStrictEqual(rule("uv.UvPipPackages", {}, new TypeError("x"), ["x"]), undefined);
  deepStrictEqual(rule("uv.UvPipPackages", {}, error, []), undefined);
  const line = new FactError(`expected a priority, found "arch x much"`);
  const output = ["arch all 1", " arch x much"];
  deepStrictEqual(rule("opkg.OpkgConf", { all: 1 }, line, output), "an error for what cannot be read");
  deepStrictEqual(rule("opkg.OpkgConf", { all: 1, x: "much" }, line, output), undefined);
  deepStrictEqual(rule("opkg.OpkgConf", { all: 1 }, line, ["arch all 1"]), undefined);
});

Deno.test("null may stand for an empty map, not for one with fields", () => {
  deepStrictEqual(rule("snap.SnapPackage", {}, null), "null for what is not there");
  deepStrictEqual(rule("snap.SnapPackage", { name: "a" }, null), undefined);
});

Deno.test("there may be more versions than are expected only if they were printed", () => {
  const name = "all versions that were printed";
  const output = ["a (1.0)", "b (2.0.rc1)"];
  deepStrictEqual(rule("gem.GemPackages", { a: ["1.0"] }, { a: ["1.0"], b: ["2.0.rc1"] }, output), name);
  deepStrictEqual(rule("gem.GemPackages", { a: ["1.0"] }, { a: ["1.0"], b: ["3"] }, output), undefined);
  deepStrictEqual(rule("gem.GemPackages", { a: ["1.0"] }, { b: ["2.0.rc1"] }, output), undefined);
});

Deno.test("a flatpak may come once where it is expected twice", () => {
  deepStrictEqual(rule("flatpak.FlatpakPackages", ["a.b", "a.b"], ["a.b"]), "each flatpak once");
  deepStrictEqual(rule("flatpak.FlatpakPackages", ["a.b", "a.c"], ["a.b"]), undefined);
});
