import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { hasWork } from "../../src/engine/mod.ts";
import { apt, deb } from "../../src/modules/mod.ts";
import { bedTest } from "../bed/mod.ts";
import { ARCHIVE, makePackages, publish, sign } from "./deb_repository.ts";
import { failureOf, type ServerBed, startServerBed } from "./server_bed.ts";

const SOURCE = `deb [trusted=yes] file:${ARCHIVE} ./`;

/** A host whose only packages on offer are those of a folder; it has none of them yet. */
async function startDebianBed(): Promise<ServerBed> {
  const bed = await startServerBed();
  // dpkg reads all that is installed for each change: without it these tests are ten times as fast.
  await bed.sh(`set -e
    cd /var/lib/dpkg
    rm -rf info triggers updates
    mkdir info triggers updates
    : >status
    : >available
    echo force-unsafe-io >/etc/dpkg/dpkg.cfg.d/drover-bed
    cd /etc/apt
    rm -rf apt.conf.d sources.list sources.list.d keyrings trusted.gpg.d /var/lib/apt/lists/* /var/lib/apt/periodic
    mkdir -p apt.conf.d sources.list.d trusted.gpg.d /var/lib/apt/periodic`);
  await makePackages(bed.sh, [
    { name: "herd-dog", version: "1.0" },
    { name: "herd-dog", version: "2.0" },
    { name: "herd-gate", version: "1.0", depends: "herd-hinge", recommends: "herd-paint" },
    { name: "herd-gate", version: "2.0", depends: "herd-hinge, herd-lock" },
    { name: "herd-hinge", version: "1.0" },
    { name: "herd-lock", version: "1.0", provides: "herd-bolt" },
    { name: "herd-paint", version: "1.0" },
  ]);
  return bed;
}

/** What of ours is installed, with its version; in brackets what has left its configuration. */
async function installed({ sh }: ServerBed): Promise<string[]> {
  const lines = await sh("dpkg-query -W -f '${db:Status-Abbrev} ${Package} ${Version}\\n' 'herd-*' 2>/dev/null || :");
  return lines.split("\n").flatMap((line) => {
    const [status, name, version] = line.split(/\s+/);
    if (status === "ii") return [`${name} ${version}`];
    return status === "rc" ? [`(${name})`] : [];
  });
}

bedTest("apt on a host with an archive of its own", async (t) => {
  await using bed = await startDebianBed();
  const { dryWet, apply, sh } = bed;
  const first = ["herd-dog_1.0", "herd-gate_1.0", "herd-hinge_1.0", "herd-paint_1.0"];
  const second = [...first, "herd-dog_2.0", "herd-gate_2.0", "herd-lock_1.0"];
  await publish(sh, ...first);

  await t.step("apt.repo adds a source, and knows it again however it is written", async () => {
    await dryWet(() => apt.repo({ src: SOURCE, filename: "herd" }));
    strictEqual(await sh("cat /etc/apt/sources.list.d/herd.list"), `${SOURCE}\n`);
    const again = await apply(() => apt.repo({ src: `deb   [ trusted=yes ] file:${ARCHIVE}/ ./`, filename: "herd" }));
    ok(!hasWork(again.plan!));
  });

  await t.step("apt.update runs every time, and with cacheTime only when the last one is too old", async () => {
    await dryWet(() => apt.update(), { always: true });
    await dryWet(() => apt.update({ cacheTime: 3600 }));
    await sh("touch -d '2 hours ago' /var/lib/apt/periodic/update-success-stamp");
    await dryWet(() => apt.update({ cacheTime: 3600 }));
  });

  await t.step("apt.packages installs with what is recommended, or without", async () => {
    await dryWet(() => apt.packages({ packages: "herd-gate", noRecommends: true }));
    deepStrictEqual(await installed(bed), ["herd-gate 1.0", "herd-hinge 1.0"]);
    await dryWet(() => apt.packages({ packages: "herd-gate", present: false, extraUninstallArgs: "--auto-remove" }));
    deepStrictEqual(await installed(bed), ["(herd-gate)", "(herd-hinge)"]);
    await dryWet(() => apt.packages({ packages: ["herd-gate"] }));
    deepStrictEqual(await installed(bed), ["herd-gate 1.0", "herd-hinge 1.0", "herd-paint 1.0"]);
  });

  await t.step("apt.packages pins a version, goes up and down, and keeps edited configuration", async () => {
    await publish(sh, ...second);
    const update = { update: true, cacheTime: 3600 };
    await sh("rm /var/lib/apt/periodic/update-success-stamp");
    await dryWet(() => apt.packages({ packages: "herd-dog=1.0", ...update }));
    strictEqual(await sh("herd-dog"), "1.0\n");
    await sh("echo edited >/etc/herd-dog.conf");
    const kept = await apply(() => apt.packages({ packages: "herd-dog" }));
    ok(!hasWork(kept.plan!));
    await dryWet(() => apt.packages({ packages: "herd-dog", latest: true }));
    strictEqual(await sh("herd-dog"), "2.0\n");
    await dryWet(() => apt.packages({ packages: "herd-dog=1.0", allowDowngrades: true }));
    strictEqual(await sh("herd-dog; cat /etc/herd-dog.conf"), "1.0\nedited\n");
    await dryWet(() => apt.packages({ packages: "herd-dog=2.0", extraInstallArgs: ["--no-install-recommends"] }));
  });

  await t.step("apt.packages knows provided names, architectures and versions with a wildcard again", async () => {
    await dryWet(() => apt.packages({ packages: "herd-bolt" }));
    await sh("apt-get remove -y herd-dog");
    await dryWet(() => apt.packages({ packages: ["herd-bolt", "herd-dog:all=2.*"] }));
    deepStrictEqual((await installed(bed)).slice(0, 1), ["herd-dog 2.0"]);
  });

  await t.step("apt.packages removes the configuration too when it purges", async () => {
    await sh("apt-get purge -y herd-lock");
    await dryWet(() => apt.packages({ packages: ["herd-dog"], present: false, purge: true }));
    await sh("! test -e /etc/herd-dog.conf");
    await dryWet(() => apt.packages({ packages: ["herd-dog=1.0"] }));
  });

  await t.step("apt.upgrade leaves what needs other packages, apt.distUpgrade does not", async () => {
    await dryWet(() => apt.upgrade());
    deepStrictEqual(await installed(bed), [
      ...["herd-dog 2.0", "herd-gate 1.0", "herd-hinge 1.0", "herd-paint 1.0"],
    ]);
    await dryWet(() => apt.distUpgrade());
    deepStrictEqual(await installed(bed), [
      ...["herd-dog 2.0", "herd-gate 2.0", "herd-hinge 1.0", "herd-lock 1.0", "herd-paint 1.0"],
    ]);
    await sh("apt-get remove -y herd-gate");
    await dryWet(() => apt.upgrade({ autoRemove: true }));
    deepStrictEqual((await installed(bed)).filter((name) => !name.startsWith("(")), ["herd-dog 2.0"]);
  });

  await t.step("apt.packages upgrades everything first when told to", async () => {
    await sh("apt-get install -y --allow-downgrades herd-dog=1.0");
    await dryWet(() => apt.packages({ packages: "herd-paint", upgrade: true }));
    deepStrictEqual((await installed(bed)).slice(0, 1), ["herd-dog 2.0"]);
    ok((await installed(bed)).includes("herd-paint 1.0"));
  });

  await t.step("apt.deb installs from a file and from an address, with what it depends on", async () => {
    const path = `${ARCHIVE}/all/herd-gate_1.0.deb`;
    await sh("apt-get purge -y 'herd-*'");
    await dryWet(() => apt.deb({ src: path }));
    deepStrictEqual(await installed(bed), ["herd-gate 1.0", "herd-hinge 1.0"]);
    await dryWet(() => apt.deb({ src: path, present: false }));
    deepStrictEqual(await installed(bed), ["(herd-gate)", "herd-hinge 1.0"]);

    const content = await Deno.readFile(bed.host.path(`${ARCHIVE}/all/herd-dog_2.0.deb`));
    let asked = 0;
    await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => {
      asked++;
      return new Response(content);
    });
    const src = `http://127.0.0.1:${server.addr.port}/dog.deb`;
    await dryWet(() => apt.deb({ src }));
    strictEqual(await sh("herd-dog"), "2.0\n");
    strictEqual(asked, 1);
    await dryWet(() => apt.deb({ src, present: false }));
  });

  await t.step("facts of deb and apt are what dpkg and the files say", async () => {
    let checked = false;
    await apply(async (host) => {
      const [architecture, packages, ours, file, none, sources] = await Promise.all([
        host.fact(deb.DebArch),
        host.fact(deb.DebPackages),
        host.fact(deb.DebPackage, { package: "herd-hinge" }),
        host.fact(deb.DebPackage, { package: `${ARCHIVE}/all/herd-dog_2.0.deb` }),
        host.fact(deb.DebPackage, { package: "herd-gate" }),
        host.fact(apt.AptSources),
      ]);
      strictEqual(architecture, (await sh("dpkg --print-architecture")).trim());
      deepStrictEqual([packages["herd-hinge"], packages["herd-gate"]], [["1.0"], undefined]);
      deepStrictEqual([ours, file, none], [
        { name: "herd-hinge", version: "1.0" },
        { name: "herd-dog", version: "2.0" },
        null,
      ]);
      deepStrictEqual(sources.map(({ url, options }) => [url, options]), [[`file:${ARCHIVE}`, { trusted: "yes" }]]);
      checked = true;
    });
    ok(checked);
  });

  await t.step("apt.repo removes a source", async () => {
    await dryWet(() => apt.repo({ src: SOURCE, filename: "herd", present: false }));
    strictEqual(await sh("cat /etc/apt/sources.list.d/herd.list"), "");
  });

  await signedSteps(t, bed);
});

async function signedSteps(t: Deno.TestContext, bed: ServerBed): Promise<void> {
  const { dryWet, apply, run, sh } = bed;
  await sh("apt-get purge -y 'herd-*'");
  const fingerprint = await sign(sh);
  const update = (signedBy: string) => () => {
    apt.sourcesFile({ filename: "herd", uris: `file:${ARCHIVE}`, suites: "./", signedBy });
    apt.update();
  };

  await t.step("apt.key and apt.sourcesFile let apt take an archive by its key, and only by that", async () => {
    await dryWet(() => apt.key({ src: `${ARCHIVE}/key.asc`, dest: "herd" }));
    strictEqual(await sh("stat -c '%U %a' /etc/apt/keyrings/herd.gpg"), "root 644\n");
    await dryWet(() =>
      apt.sourcesFile({
        filename: "herd",
        uris: `file:${ARCHIVE}`,
        suites: "./",
        signedBy: "/etc/apt/keyrings/herd.gpg",
      })
    );
    await apply(update("/etc/apt/keyrings/herd.gpg"));
    await dryWet(() => apt.packages({ packages: "herd-dog=1.0" }));
    await sh("rm -rf /var/lib/apt/lists/*");
    match(failureOf(await run(update("/usr/share/keyrings/debian-archive-keyring.gpg"))).message, /is not signed/);
  });

  await t.step("the text of a key can stand in the source itself", async () => {
    await apply(update(await sh(`cat ${ARCHIVE}/key.asc`)));
    await dryWet(() => apt.sourcesFile({ filename: "herd", present: false }));
    await sh("! test -e /etc/apt/sources.list.d/herd.sources");
  });

  await t.step("apt.key comes from an address and a key server, and goes by its id or its place", async () => {
    const armored = await sh(`cat ${ARCHIVE}/key.asc`);
    await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
      const { pathname, searchParams } = new URL(request.url);
      const asked = searchParams.get("search")?.replace(/^0x/, "") ?? "";
      const known = pathname === "/herd.key" || (asked !== "" && fingerprint.endsWith(asked));
      return known ? new Response(armored) : new Response("", { status: 404 });
    });
    const address = `127.0.0.1:${server.addr.port}`;
    await dryWet(() => apt.key({ keyid: fingerprint, present: false }));
    await sh("! test -e /etc/apt/keyrings/herd.gpg");
    await dryWet(() => apt.key({ src: `http://${address}/herd.key` }));
    await dryWet(() => apt.key({ src: `http://${address}/herd.key`, present: false }));
    const byServer = { keyserver: `hkp://${address}`, keyid: [fingerprint.slice(-16)], dest: "/srv/keys/herd.gpg" };
    await dryWet(() => apt.key(byServer));
    match(await sh("gpg --show-keys --with-colons /srv/keys/herd.gpg"), new RegExp(fingerprint));
    await dryWet(() => apt.key({ dest: "/srv/keys/herd.gpg", present: false }));
  });
}
