/** What facts of package managers are where these have nothing to tell, and where they fail. */
import { deepStrictEqual, match } from "node:assert/strict";
import { join } from "node:path";
import { type Fact, linesOf, MISSING_COMMAND, quote } from "../../src/api/mod.ts";
import { DebPackage } from "../../src/modules/deb/mod.ts";
import { DnfEnabledModules } from "../../src/modules/dnf/mod.ts";
import { FlatpakPackage } from "../../src/modules/flatpak/mod.ts";
import { OpenWrtHasFeature } from "../../src/modules/openwrt/mod.ts";
import { PacmanPackages, PacmanUnpackGroup } from "../../src/modules/pacman/mod.ts";
import { PkgPackages } from "../../src/modules/pkg/mod.ts";
import { RpmPackage, RpmPackages } from "../../src/modules/rpm/mod.ts";
import { SnapPackage } from "../../src/modules/snap/mod.ts";
import { SopsKey } from "../../src/modules/sops/mod.ts";
import { runAll, SHELLS, toolFolder } from "./shells.ts";

// deno-lint-ignore no-explicit-any
type AnyFact = Fact<any, any>;

/** What a fact is by each shell, all the same, with this as `PATH`; or what was said where its command failed. */
async function read(fact: AnyFact, args: object, path: string): Promise<unknown> {
  const checked = fact.check(args);
  const values = await Promise.all(SHELLS.map(async (shell) => {
    const [outcome] = await runAll(shell, [fact.command(checked).text], path);
    const { code, stdout, stderr } = outcome!;
    if (code === MISSING_COMMAND) return fact.missing();
    return code === 0 ? fact.process(linesOf(stdout), checked) : `failed: ${stderr}`;
  }));
  if (values.every((value) => typeof value !== "string")) values.forEach((value) => deepStrictEqual(value, values[0]));
  return values.find((value) => typeof value === "string") ?? values[0];
}

/** A folder with a program that fails and says this, or prints it and ends well. */
async function saying(
  program: string,
  said: { readonly fails: string } | { readonly prints: string },
): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "drover-tools-" });
  const script = "fails" in said ? `printf %s ${quote(said.fails)} >&2; exit 1` : `printf %s ${quote(said.prints)}`;
  await Deno.writeTextFile(join(folder, program), `#!/bin/dash\n${script}\n`, { mode: 0o755 });
  return folder;
}

/** The beginning of a package file: what `rpm -qp` reads of it. */
function packageFile(name: string, version: string, release: string): Uint8Array<ArrayBuffer> {
  const header = (tags: readonly (readonly [tag: number, text: string])[]) => {
    const store = tags.map(([, text]) => `${text}\0`).join("");
    const bytes = new DataView(new ArrayBuffer(16 + 16 * tags.length + store.length));
    bytes.setUint32(0, 0x8eade801);
    bytes.setUint32(8, tags.length);
    bytes.setUint32(12, store.length);
    let offset = 0;
    tags.forEach(([tag, text], index) => {
      [tag, 6, offset, 1].forEach((field, place) => bytes.setInt32(16 + 16 * index + 4 * place, field));
      offset += text.length + 1;
    });
    const all = new Uint8Array(bytes.buffer);
    all.set(new TextEncoder().encode(store), 16 + 16 * tags.length);
    return all;
  };
  const lead = new Uint8Array(96);
  lead.set([0xed, 0xab, 0xee, 0xdb, 3]);
  // Name, version and release; the header with signatures before it holds none.
  return new Uint8Array([...lead, ...header([]), ...header([[1000, name], [1001, version], [1002, release]])]);
}

Deno.test("busybox's rpm has no packages, and tells what is in a file", async () => {
  const folder = await toolFolder([]);
  try {
    deepStrictEqual(await read(RpmPackages, {}, folder), {});
    deepStrictEqual(await read(RpmPackage, { package: "nothere" }, folder), null);
    const file = join(folder, "a b.rpm");
    await Deno.writeFile(file, packageFile("demo-tool", "1.2", "3.el9"));
    deepStrictEqual(await read(RpmPackage, { package: file }, folder), { name: "demo-tool", version: "1.2-3.el9" });
    await Deno.writeTextFile(file, "no package");
    match(String(await read(RpmPackage, { package: file }, folder)), /^failed: [^]*rpm/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

const NOTHING: readonly (readonly [fact: AnyFact, args: object, program: string, said: string, value: unknown])[] = [
  [PacmanPackages, {}, "pacman", "", {}],
  [
    PacmanPackages,
    {},
    "pacman",
    "warning: database file for 'core' does not exist (use '-Sy' to download)\nwarning: database file for 'extra' does not exist (use '-Sy' to download)\n",
    {},
  ],
  [PacmanUnpackGroup, { package: "x" }, "pacman", "", []],
  [PacmanUnpackGroup, { package: "x" }, "pacman", "error: no usable package repositories configured.\n", []],
  [
    PacmanUnpackGroup,
    { package: "x" },
    "pacman",
    "warning: database file for \"core\" does not exist (use '-Sy' to download)\n",
    [],
  ],
  [
    PkgPackages,
    {},
    "pkg",
    "The package management tool is not yet installed on your system.\nPlease set ASSUME_ALWAYS_YES=yes\n",
    {},
  ],
  [FlatpakPackage, { package: "a.b.C" }, "flatpak", "error: a.b.C/*unspecified*/*unspecified* not installed\n", null],
  [SnapPackage, { package: "x" }, "snap", 'error: no snap found for "x"\n', null],
  [SopsKey, { secretsFile: "/a b", key: ["x", 0] }, "sops", 'component ["x"] not found\n', null],
  [DnfEnabledModules, {}, "dnf", "Error: No matching Modules to list\n", {}],
];

for (const [fact, args, program, said, value] of NOTHING) {
  Deno.test(`${fact.fullName} is nothing where ${program} says ${JSON.stringify(said)}, and fails for all else`, async () => {
    const nothing = await saying(program, { fails: said });
    const failing = await saying(program, { fails: "cannot open the list" });
    try {
      deepStrictEqual(await read(fact, args, nothing), value);
      deepStrictEqual(await read(fact, args, failing), "failed: cannot open the list\n");
    } finally {
      for (const folder of [nothing, failing]) await Deno.remove(folder, { recursive: true });
    }
  });
}

Deno.test("packages are told by pkg_info where there is no pkg, and none without either", async () => {
  const folder = await saying("pkg_info", { prints: "quirks-7.50  exceptions\n" });
  try {
    deepStrictEqual(await read(PkgPackages, {}, folder), { quirks: ["7.50"] });
    await Deno.remove(join(folder, "pkg_info"));
    deepStrictEqual(await read(PkgPackages, {}, folder), {});
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a file that is no package is told as such by dpkg", async () => {
  if (!await Deno.stat("/usr/bin/dpkg-deb").catch(() => undefined)) return;
  const path = Deno.env.get("PATH")!;
  match(String(await read(DebPackage, { package: "/bin/sh" }, path)), /^failed: .*not a Debian format archive/);
  deepStrictEqual(await read(DebPackage, { package: "/no/such.deb" }, path), null);
  deepStrictEqual(await read(DebPackage, { package: "no-such-package" }, path), null);
});

Deno.test("no other system has what OpenWrt has", async () => {
  for (const feature of ["uses_apk", "has_dsa", "has_fw4"]) {
    deepStrictEqual(await read(OpenWrtHasFeature, { feature }, "/usr/bin:/bin"), false);
  }
});
