import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { given, plan } from "../testing/mod.ts";
import * as apk from "./apk/mod.ts";
import * as brew from "./brew/mod.ts";
import * as pacman from "./pacman/mod.ts";
import * as xbps from "./xbps/mod.ts";

const installed = { vim: ["9.1-r0"], git: ["2.45-r0"] };

Deno.test("packages brings its manager up to date first, then installs and upgrades all in one command each", async () => {
  const { commands } = await plan(
    apk.packages,
    { packages: ["vim", "curl=8.9", "jq"], latest: true, update: true, upgrade: true },
    [given(apk.ApkPackages, {}, installed)],
  );
  deepStrictEqual(commands, ["apk update", "apk upgrade", "apk add curl=8.9 jq", "apk upgrade vim"]);
});

Deno.test("packages asks for no fact where it is given no packages", async () => {
  deepStrictEqual((await plan(brew.packages, { update: true })).commands, ["brew update"]);
  deepStrictEqual((await plan(xbps.packages, { upgrade: true })).commands, ["xbps-install -y -u"]);
  deepStrictEqual((await plan(pacman.packages, { packages: [], update: true })).commands, ["pacman -Sy"]);
});

Deno.test("packages removes what is there, and says what is not", async () => {
  const facts = [given(xbps.XbpsPackages, {}, installed)];
  deepStrictEqual((await plan(xbps.packages, { packages: ["git"], present: false }, facts)).commands, [
    "xbps-remove -y git",
  ]);
  const { commands, noop } = await plan(xbps.packages, { packages: "jq", present: false }, facts);
  deepStrictEqual([commands, noop], [[], "package jq is not installed"]);
});

Deno.test("a manager that upgrades no single packages has no argument for it", async () => {
  await rejects(plan(xbps.packages, { packages: "vim", latest: true } as never), /xbps\.packages.*latest/);
  strictEqual("latest" in apk.packages.schema().shape, true);
});

Deno.test("what has no state to compare says that it always changes", () => {
  const always = [apk.update, brew.update, brew.upgrade, pacman.upgrade, xbps.update];
  deepStrictEqual(always.map(({ definition }) => definition.alwaysChanges), always.map(() => true));
});
