import { deepStrictEqual } from "node:assert/strict";
import { type OperationHost, sh } from "../api/mod.ts";
import { type EnsurePackages, ensurePackages, packageSpec, parsePackages } from "./packages.ts";

function run(options: Partial<EnsurePackages>) {
  const noops: string[] = [];
  const host = { noop: (why: string) => void noops.push(why) } as unknown as OperationHost;
  const commands = [...ensurePackages({
    packages: [],
    present: true,
    installed: {},
    joiner: "=",
    install: (names) => sh`add ${names}`,
    uninstall: (names) => sh`remove ${names}`,
    upgrade: (names) => sh`upgrade ${names}`,
    ...options,
  }, host)].map(String);
  return { commands, noops };
}

Deno.test("a package is parted at the last joiner, but not at its first character", () => {
  deepStrictEqual(packageSpec("a=1=2", "="), { name: "a=1", version: "2", text: "a=1=2" });
  deepStrictEqual(packageSpec("@scope/a", "@"), { name: "@scope/a", text: "@scope/a" });
  deepStrictEqual(packageSpec("a=1"), { name: "a=1", text: "a=1" });
});

Deno.test("all that is missing goes into one command, each package once", () => {
  const installed = { old: ["0.9"], same: ["1.1"] };
  deepStrictEqual(run({ packages: ["new", "old=1.0", "same=1.1", "new"], installed }), {
    commands: ["add new old=1.0"],
    noops: ["package same=1.1 is installed (1.1)"],
  });
});

Deno.test("latest upgrades what is installed and not pinned", () => {
  const installed = { a: ["1"], b: ["2"] };
  deepStrictEqual(run({ packages: ["a", "b=2", "c"], installed, latest: true }).commands, ["add c", "upgrade a"]);
});

Deno.test("removal leaves other versions alone", () => {
  const installed = { a: ["1"], b: ["2"] };
  deepStrictEqual(run({ packages: ["a=3", "b", "c"], installed, present: false }), {
    commands: ["remove b"],
    noops: ["package a=3 is not installed", "package c is not installed"],
  });
});

Deno.test("an alias is there when all its packages are, and removed when any of them is", () => {
  const aliases = () => [{ name: "x", text: "x" }, { name: "y", text: "y" }];
  const installed = { x: ["1"] };
  deepStrictEqual(run({ packages: ["group"], installed, aliases }).commands, ["add group"]);
  deepStrictEqual(run({ packages: ["group"], installed, aliases, present: false }).commands, ["remove group"]);
  deepStrictEqual(run({ packages: ["group"], installed: { x: [], y: [] }, aliases }).commands, []);
});

Deno.test("a package called like a member of all objects is not there by that", () => {
  deepStrictEqual(run({ packages: ["constructor"] }).commands, ["add constructor"]);
  deepStrictEqual(parsePackages(["constructor 1", "constructor 2", ""], /^(\w+) (\S+)$/), { constructor: ["1", "2"] });
});
