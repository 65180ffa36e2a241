import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { AptKeys, AptSources, SimulateOperationWillChange } from "../../src/modules/apt/facts.ts";
import { DebArch, DebPackage, DebPackages } from "../../src/modules/deb/mod.ts";
import { GpgKey } from "../../src/modules/gpg/mod.ts";
import { Pip3Packages } from "../../src/modules/pip/mod.ts";
import { linesFrom, readFact, run } from "./local_host.ts";

const has = async (program: string) => (await run(`command -v ${program}`)).code === 0;
const withDpkg = { ignore: !await has("dpkg") };
const withApt = { ignore: !await has("apt-get") };
const withGpg = { ignore: !await has("gpg") };
const withPip = { ignore: !await has("pip3") };

for (const shell of ["dash", "bash", "busybox sh"]) {
  const ignore = withDpkg.ignore || !await has(shell.split(" ")[0]!);
  Deno.test({ name: `dpkg's facts are what dpkg says, by ${shell}`, ignore }, async () => {
    const [arch] = await linesFrom("dpkg --print-architecture");
    strictEqual(await readFact(DebArch, {}, { shell }), arch);
    const installed = await readFact(DebPackages, {}, { shell });
    const native = (await linesFrom("dpkg-query -W -f '${Status}\t${Package}\t${Version}\t${Architecture}\n'"))
      .map((line) => line.split("\t"))
      .filter(([status, , , of]) => status!.endsWith(" installed") && [arch, "all"].includes(of));
    ok(native.length > 50);
    deepStrictEqual(
      Object.entries(installed).filter(([name]) => !name.includes(":")).sort(),
      native.map(([, name, version]) => [name, [version]]).sort(),
    );
  });
}

Deno.test({ name: "a package is found by its name, and by its file", ...withDpkg }, async () => {
  const [version] = await linesFrom("dpkg-query -W -f '${Version}' dpkg");
  deepStrictEqual(await readFact(DebPackage, { package: "dpkg" }), { name: "dpkg", version });
  strictEqual(await readFact(DebPackage, { package: "no-such-package" }), null);

  const folder = await Deno.makeTempDir({ prefix: "a b" });
  try {
    await Deno.mkdir(`${folder}/p/DEBIAN`, { recursive: true });
    const control =
      "Package: drover-demo\nVersion: 1:2.0-3\nArchitecture: all\nMaintainer: A <a@x.org>\nDescription: d\n";
    await Deno.writeTextFile(`${folder}/p/DEBIAN/control`, control);
    await linesFrom(`dpkg-deb -b '${folder}/p' '${folder}/p.deb'`);
    deepStrictEqual(await readFact(DebPackage, { package: `${folder}/p.deb` }), {
      name: "drover-demo",
      version: "1:2.0-3",
    });
    strictEqual(await readFact(DebPackage, { package: `${folder}/none.deb` }), null);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test({ name: "the package sources are those that apt-get takes its lists from", ...withApt }, async () => {
  const sources = await readFact(AptSources);
  const ours = sources.filter(({ type }) => type === "deb")
    .flatMap(({ url, distribution, components }) =>
      components.map((one) => [url.replace(/\/?$/, "/"), distribution, one].join(" "))
    );
  const format = "$(SITE) $(RELEASE) $(COMPONENT)";
  const theirs = await linesFrom(`apt-get indextargets --format '${format}' 'Created-By: Packages'`);
  ok(theirs.length > 0);
  const withSlash = theirs.map((line) => line.replace(/\/? /, "/ "));
  deepStrictEqual([...new Set(ours)].sort(), [...new Set(withSlash)].sort());
});

Deno.test({ name: "a simulation tells what would change", ...withApt }, async () => {
  strictEqual(await readFact(SimulateOperationWillChange, { command: "install dpkg --no-upgrade" }), false);
  strictEqual(await readFact(SimulateOperationWillChange, { command: "remove git" }), true);
});

Deno.test(
  { name: "keys are found in armored and binary keyrings, with the files that they are in", ...withGpg },
  async () => {
    const folder = await Deno.makeTempDir({ prefix: "a b" });
    const env = { GNUPGHOME: `${folder}/home` };
    try {
      await Deno.mkdir(env.GNUPGHOME, { mode: 0o700 });
      await linesFrom(`gpg --batch --passphrase '' --quick-gen-key 'A: B <a@x.org>' ed25519`, { env });
      await Deno.mkdir(`${folder}/keys`);
      await linesFrom(`cd '${folder}/keys' && gpg --export > one.gpg && gpg --export --armor > two.asc`, { env });
      const [fingerprint] = (await linesFrom("gpg --list-keys --with-colons", { env }))
        .filter((line) => line.startsWith("fpr:")).map((line) => line.split(":")[9]!);

      const keys = Object.entries(await readFact(AptKeys, { directories: [`${folder}/keys`] }, { env }))
        .filter(([, { keyrings }]) => keyrings?.some((one) => one.startsWith(folder)));
      deepStrictEqual(keys.map(([id, { fingerprint, uid, keyrings }]) => ({ id, fingerprint, uid, keyrings })), [{
        id: fingerprint!.slice(-16),
        fingerprint,
        uid: "A: B <a@x.org>",
        keyrings: [`${folder}/keys/one.gpg`, `${folder}/keys/two.asc`],
      }]);
      deepStrictEqual(Object.keys(await readFact(GpgKey, { src: `${folder}/keys/two.asc` }, { env }) ?? {}), [
        keys[0]![0],
      ]);
      strictEqual(await readFact(GpgKey, { src: `${folder}/none` }, { env }), null);
    } finally {
      await run("gpgconf --kill all", { env });
      await Deno.remove(folder, { recursive: true });
    }
  },
);

Deno.test({ name: "Python packages are those that pip lists", ...withPip }, async () => {
  const listed = JSON.parse((await linesFrom("pip3 list --format json 2>/dev/null")).join("\n"));
  deepStrictEqual(
    Object.keys(await readFact(Pip3Packages)).map((name) => name.toLowerCase()).sort(),
    listed.map(({ name }: { name: string }) => name.toLowerCase()).sort(),
  );
});

Deno.test("facts of a program that is not there are empty", async () => {
  deepStrictEqual(await readFact(Pip3Packages, { pip: "/no/such/pip" }), {});
});
