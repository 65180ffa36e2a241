import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { hasWork } from "../../src/engine/mod.ts";
import { dnf, zypper } from "../../src/modules/mod.ts";
import { debianTest } from "../integration/debian_packages.ts";
import { makeKey, makeRpms, publishRpms, REPOSITORY } from "../integration/rpm_repository.ts";
import { failureOf, type ServerBed } from "../integration/server_bed.ts";

const PROGRAMS = ["dnf", "zypper", "rpm", "createrepo-c"];

/** What is installed, with its version. */
async function installed({ sh }: ServerBed): Promise<string[]> {
  const lines = await sh("rpm -qa --queryformat '%{NAME} %{VERSION}\\n'");
  return lines.split("\n").filter((line) => line.startsWith("herd")).sort();
}

await debianTest("dnf and zypper on a host with a repository of its own", PROGRAMS, async (t, bed) => {
  const { dryWet, apply, run, sh } = bed;
  await makeRpms(bed, [
    { name: "herd-dog", version: "1.0", requires: "herd-hinge" },
    { name: "herd-dog", version: "2.0", requires: "herd-hinge" },
    { name: "herd-hinge", version: "1.0" },
    { name: "ground", version: "1.0" },
  ]);
  // Debian's zypper fails where its last removal leaves no package at all.
  await sh(`rpm -i ${REPOSITORY}/ground-1.0.rpm`);
  await makeKey(bed);
  await publishRpms(bed);
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    asked.push(new URL(request.url).pathname);
    return new Response(await Deno.readFile(bed.host.path(`${REPOSITORY}${asked.at(-1)}`)));
  });
  const asked: string[] = [];
  const address = `http://127.0.0.1:${server.addr.port}`;
  const own = { baseurl: `file://${REPOSITORY}`, gpgcheck: false };

  await t.step("dnf.repo and zypper.repo write a repository, change it, fetch it and remove it", async () => {
    for (const [{ repo }, folder] of [[dnf, "/etc/yum.repos.d"], [zypper, "/etc/zypp/repos.d"]] as const) {
      await dryWet(() => repo({ src: "herd", ...own, description: "A herd", gpgkey: `${address}/key.asc` }));
      await dryWet(() => repo({ src: "herd", ...own, enabled: false }));
      const type = folder.includes("zypp") ? "type=rpm-md\n" : "";
      const text = `[herd]\nname=herd\nbaseurl=file://${REPOSITORY}\nenabled=0\ngpgcheck=0\n${type}`;
      strictEqual(await sh(`cat ${folder}/herd.repo`), text);
      await sh(`cp ${folder}/herd.repo ${REPOSITORY}/other.repo`);
      await dryWet(() => repo({ src: `${address}/other.repo?x` }));
      strictEqual(await sh(`cat ${folder}/other.repo`), text);
      await dryWet(() => repo({ src: `${address}/other.repo`, present: false }));
      await dryWet(() => repo({ src: "herd", ...own }));
    }
    match(failureOf(await run(() => dnf.repo({ src: "a/b", ...own }))).message, /"a\/b" is no id/);
    match(failureOf(await run(() => dnf.repo({ src: "herd" }))).message, /no baseurl given/);
  });

  await t.step("dnf.rpm installs from a file with what it needs, goes up and down, and removes", async () => {
    const src = (version: string) => `${REPOSITORY}/herd-dog-${version}.rpm`;
    await dryWet(() => dnf.rpm({ src: src("1.0") }));
    deepStrictEqual(await installed(bed), ["herd-dog 1.0", "herd-hinge 1.0"]);
    await dryWet(() => dnf.rpm({ src: src("2.0") }));
    await dryWet(() => dnf.rpm({ src: src("1.0") }));
    deepStrictEqual(await installed(bed), ["herd-dog 1.0", "herd-hinge 1.0"]);
    await dryWet(() => dnf.rpm({ src: src("1.0"), present: false }));
    deepStrictEqual(await installed(bed), []);
  });

  await t.step("zypper.rpm and dnf.rpm install from an address, which they ask once, and remove", async () => {
    for (const { rpm } of [zypper, dnf]) {
      asked.length = 0;
      const src = `${address}/herd-dog-2.0.rpm`;
      await dryWet(() => rpm({ src }));
      deepStrictEqual(await installed(bed), ["herd-dog 2.0", "herd-hinge 1.0"]);
      deepStrictEqual(asked, ["/herd-dog-2.0.rpm"]);
      await sh("rm /var/cache/drover-*.rpm");
      await dryWet(() => rpm({ src, present: false }));
      deepStrictEqual((await installed(bed)).filter((name) => name.startsWith("herd-dog")), []);
      await sh("rm /var/cache/drover-*.rpm; rpm -e herd-hinge || :");
    }
  });

  await t.step("packages of dnf and zypper install, pin, upgrade and remove", async () => {
    for (const { packages } of [zypper, dnf]) {
      await dryWet(() => packages({ packages: ["herd-hinge"] }));
      await sh(`rpm -i ${REPOSITORY}/herd-dog-1.0.rpm`);
      const kept = await apply(() => packages({ packages: ["herd-dog", "herd-hinge"] }));
      ok(!hasWork(kept.plan!));
      await dryWet(() => packages({ packages: "herd-dog", latest: true }), { always: true });
      deepStrictEqual(await installed(bed), ["herd-dog 2.0", "herd-hinge 1.0"]);
      await dryWet(() => packages({ packages: ["herd-dog", "herd-hinge"], present: false }));
      deepStrictEqual(await installed(bed), []);
    }
  });

  await t.step("dnf.key imports the keys that rpm does not have", async () => {
    await dryWet(() => dnf.key({ src: `${REPOSITORY}/key.asc` }));
    match(await sh("rpm -qa 'gpg-pubkey*'"), /^gpg-pubkey-[0-9a-f]{8}-/);
    asked.length = 0;
    const again = await apply(() => dnf.key({ src: `${address}/key.asc` }));
    ok(!hasWork(again.plan!) && asked.includes("/key.asc"));
  });

  await t.step("dnf.module enables a stream, another one, and disables", async () => {
    await dryWet(() => dnf.module({ module: "herd", stream: "1" }));
    await dryWet(() => dnf.module({ module: "herd", stream: "2" }));
    ok(!hasWork((await apply(() => dnf.module({ module: "herd" }))).plan!));
    await dryWet(() => dnf.module({ module: "herd", enabled: false }));
  });
});
