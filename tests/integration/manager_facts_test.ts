/** Facts of package managers, read from those that this machine has, and by commands whose shell text is not plain. */
import { deepStrictEqual, ok, rejects } from "node:assert/strict";
import { join } from "node:path";
import { CargoPackages } from "../../src/modules/cargo/mod.ts";
import { ChocoPackages } from "../../src/modules/choco/mod.ts";
import { DnfDisabledModules, DnfEnabledModules } from "../../src/modules/dnf/mod.ts";
import { GemPackages } from "../../src/modules/gem/mod.ts";
import { GoPackages } from "../../src/modules/go/mod.ts";
import { NixGeneration } from "../../src/modules/nix/mod.ts";
import { NpmPackages } from "../../src/modules/npm/mod.ts";
import { PipxPackages } from "../../src/modules/pipx/mod.ts";
import { PnpmPackages } from "../../src/modules/pnpm/mod.ts";
import { catRepositories, parseRepositories } from "../../src/modules/rpm/repositories.ts";
import { UvPythonDir, UvTools } from "../../src/modules/uv/mod.ts";
import { linesFrom, readFact, run } from "./local_host.ts";

const has = async (program: string) => (await run(`${program} --version`)).code === 0;
const SHELLS = ["dash", "bash", "busybox sh"];

/** Runs a test in a folder with a hostile name where these programs are there. */
async function withPrograms(programs: string[], name: string, body: (folder: string) => Promise<void>) {
  const missing = [];
  for (const program of programs) if (!await has(program)) missing.push(program);
  Deno.test({
    name: missing.length ? `${name} (skipped: there is no ${missing.join(", ")})` : name,
    ignore: missing.length > 0,
    fn: () => inFolder(body),
  });
}

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const outer = await Deno.makeTempDir();
  const folder = join(outer, `it's a "$(name)" ü`);
  await Deno.mkdir(folder);
  await body(folder).finally(() => Deno.remove(outer, { recursive: true }));
}

await withPrograms(["npm"], "npm's facts are what npm says", async (folder) => {
  const global = JSON.parse((await linesFrom("npm list --global --depth=0 --json")).join("\n"));
  const expected = Object.entries(global.dependencies as Record<string, { version: string }>);
  deepStrictEqual(
    await readFact(NpmPackages),
    Object.fromEntries(expected.map(([name, one]) => [name, [one.version]])),
  );
  ok(expected.length > 0);

  await Deno.writeTextFile(join(folder, "package.json"), `{"name": "p", "dependencies": {"gone": "^1.0.0"}}`);
  for (const name of ["@scope/own", "other"]) {
    await Deno.mkdir(join(folder, "node_modules", name), { recursive: true });
    await Deno.writeTextFile(
      join(folder, "node_modules", name, "package.json"),
      `{"name": "${name}", "version": "1.2.3-rc.1"}`,
    );
  }
  deepStrictEqual(await readFact(NpmPackages, { directory: folder }), {
    "@scope/own": ["1.2.3-rc.1"],
    other: ["1.2.3-rc.1"],
  });
  deepStrictEqual(await readFact(NpmPackages, { directory: join(folder, "none") }), {});
});

await withPrograms(["cargo"], "cargo's facts are what was installed", async (folder) => {
  const env = { CARGO_INSTALL_ROOT: join(folder, "root"), CARGO_NET_OFFLINE: "true" };
  deepStrictEqual(await readFact(CargoPackages, {}, { env }), {});
  await Deno.mkdir(join(folder, "src"));
  await Deno.writeTextFile(join(folder, "Cargo.toml"), `[package]\nname = "own-tool"\nversion = "0.1.0-rc.1+b"\n`);
  await Deno.writeTextFile(join(folder, "src", "main.rs"), "fn main() {}\n");
  await linesFrom(`cargo install --quiet --debug --path "$CRATE" 2>&1`, { env: { ...env, CRATE: folder } });
  deepStrictEqual(await readFact(CargoPackages, {}, { env }), { "own-tool": ["0.1.0-rc.1+b"] });
});

await withPrograms(["gem"], "gem's facts are what gem says", async () => {
  const names = (await linesFrom("gem list --local --no-versions")).filter((line) => /^[\w.-]+$/.test(line));
  deepStrictEqual(Object.keys(await readFact(GemPackages)).sort(), names.sort());
});

await withPrograms(["pipx"], "pipx's facts are what pipx says", async () => {
  const { venvs } = JSON.parse((await linesFrom("pipx list --json")).join("\n"));
  deepStrictEqual(Object.keys(await readFact(PipxPackages)).sort(), Object.keys(venvs).sort());
});

await withPrograms(["pnpm"], "pnpm's facts are empty in an empty folder", async (folder) => {
  deepStrictEqual(await readFact(PnpmPackages, { directory: folder }), {});
  deepStrictEqual(await readFact(PnpmPackages, { directory: join(folder, "none") }), {});
});

await withPrograms(["uv"], "uv's facts are what uv says", async () => {
  deepStrictEqual(await readFact(UvPythonDir), (await linesFrom("uv python dir"))[0]);
  deepStrictEqual(typeof await readFact(UvTools), "object");
});

Deno.test("NixGeneration follows the link of a profile", async () => {
  await inFolder(async (folder) => {
    const profile = join(folder, "system");
    deepStrictEqual(await readFact(NixGeneration, { profile }), null);
    await Deno.symlink("system-42-link", profile);
    deepStrictEqual(await readFact(NixGeneration, { profile }), 42);
  });
});

for (const shell of SHELLS) {
  const ignore = (await run(`${shell} -c true`)).code !== 0;

  /** Makes a program that answers as one that this machine does not have. */
  const standIn = async (folder: string, name: string, text: string) => {
    await Deno.writeTextFile(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    return { shell, env: { PATH: `${folder}:${Deno.env.get("PATH")}` } };
  };

  Deno.test({ name: `repositories are read from their files, by ${shell}`, ignore }, async () => {
    await inFolder(async (folder) => {
      const [one, two] = [join(folder, "one.repo"), join(folder, "two\\n.repo")];
      await Deno.writeTextFile(one, "[main]\ngpgcheck=1\n[a]\nbaseurl=x\\ny");
      await Deno.writeTextFile(two, "[b]\nname=B");
      const lines = await linesFrom(catRepositories([one, join(folder, "none"), two]).text, { shell });
      const found = parseRepositories(lines);
      deepStrictEqual(found.map(({ repoid, name, baseurl }) => [repoid, name, baseurl]), [
        ["a", "a", "x\\ny"],
        ["b", "B", undefined],
      ]);
      deepStrictEqual(found.map(({ filename }) => filename), [one, two]);
    });
  });

  Deno.test({ name: `dnf's modules may be none, and a failure is told, by ${shell}`, ignore }, async () => {
    await inFolder(async (folder) => {
      let options = await standIn(folder, "dnf", "printf '%s\\n' 'Name Stream' 'a\\n 1 [e]'");
      deepStrictEqual(await readFact(DnfEnabledModules, {}, options), { "a\\n": "1" });
      options = await standIn(folder, "dnf", "echo 'Error: No matching Modules to list' >&2; exit 1");
      deepStrictEqual(await readFact(DnfEnabledModules, {}, options), {});
      deepStrictEqual(await readFact(DnfDisabledModules, {}, options), []);
      options = await standIn(folder, "dnf", "echo 'Error: Failed to download metadata' >&2; exit 1");
      await rejects(readFact(DnfDisabledModules, {}, options), /Failed to download metadata/);
    });
  });

  Deno.test({ name: `choco is asked for what is installed, whatever its version, by ${shell}`, ignore }, async () => {
    await inFolder(async (folder) => {
      const answer = (version: string, wanted: string) =>
        standIn(
          folder,
          "choco",
          `[ "$1" = --version ] && echo ${version} || { [ "$*" = "${wanted}" ] && echo 'a|1.0'; }`,
        );
      const old = await answer("1.4.0", "list --local-only --limit-output");
      deepStrictEqual(await readFact(ChocoPackages, {}, old), { a: ["1.0"] });
      const recent = await answer("2.3.0", "list --limit-output");
      deepStrictEqual(await readFact(ChocoPackages, {}, recent), { a: ["1.0"] });
    });
  });

  Deno.test({ name: `go's programs are looked for where go puts them, by ${shell}`, ignore }, async () => {
    await inFolder(async (folder) => {
      await Deno.mkdir(join(folder, "path", "bin"), { recursive: true });
      const program =
        `case "$*" in "env GOBIN") echo "$BINARIES" ;; "env GOPATH") echo "$PATHS:/other" ;; *) printf '\\tpath\\t%s\\n\\tmod\\tx\\tv1.0.0\\n' "$3" ;; esac`;
      const { env } = await standIn(folder, "go", program);
      const read = (PATHS: string, BINARIES: string) =>
        readFact(GoPackages, {}, { shell, env: { ...env, PATHS, BINARIES } });
      deepStrictEqual(await read(join(folder, "path"), ""), { [join(folder, "path", "bin")]: ["v1.0.0"] });
      deepStrictEqual(await read("/none", folder), { [folder]: ["v1.0.0"] });
      deepStrictEqual(await read("/none", ""), {});
    });
  });
}
