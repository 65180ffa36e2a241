/** Package managers of languages, on a host of their own, with packages made on the spot: no network but Debian's. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { hasWork } from "../../src/engine/mod.ts";
import { cargo, gem, npm, pipx } from "../../src/modules/mod.ts";
import { bedTest } from "../bed/mod.ts";
import { debianTest } from "../integration/debian_packages.ts";
import { failureOf, type ServerBed, startServerBed } from "../integration/server_bed.ts";
import { makeWheels, WHEELS } from "../integration/wheels.ts";

await debianTest("gem and pipx on a host of their own", ["ruby", "pipx"], async (t, bed) => {
  await t.step("gem.packages installs versions beside each other, upgrades, and removes them all", () => gems(bed));
  await t.step("pipx.packages installs, changes versions, upgrades and removes", () => applications(bed));
  await t.step("pipx.ensurePath and pipx.upgradeAll", () => pipxItself(bed));
});

const list = async (bed: ServerBed, command: string) => (await bed.sh(command)).split("\n").filter(Boolean);

async function gems(bed: ServerBed): Promise<void> {
  const { dryWet, apply, sh } = bed;
  await sh(`set -e
    mkdir -p /srv/gems/gems /srv/gems/bin
    cd /srv/gems
    printf '#!/usr/bin/ruby\\nputs 1\\n' >bin/herd-dog
    chmod 755 bin/herd-dog
    for version in 1.0 2.0; do
      cat >spec <<X
Gem::Specification.new do |s|
  s.name, s.version, s.summary, s.authors = "herd-dog", "$version", "x", ["x"]
  s.files, s.executables = ["bin/herd-dog"], ["herd-dog"]
end
X
      gem build --quiet --force --output gems/herd-dog-$version.gem spec >/dev/null 2>&1
    done
    gem generate_index >/dev/null
    printf '%s\\n' --- ':sources: [file:///srv/gems/]' 'gem: --no-document' >/etc/gemrc`);
  const installed = () => list(bed, "gem list --local herd-dog");
  await dryWet(() => gem.packages({ packages: "herd-dog:1.0" }));
  ok(!hasWork((await apply(() => gem.packages({ packages: "herd-dog" }))).plan!));
  await dryWet(() => gem.packages({ packages: "herd-dog", latest: true }), { always: true });
  deepStrictEqual(await installed(), ["herd-dog (2.0, 1.0)"]);
  await dryWet(() => gem.packages({ packages: "herd-dog:2.0", present: false }));
  deepStrictEqual(await installed(), ["herd-dog (1.0)"]);
  await dryWet(() => gem.packages({ packages: "herd-dog:2.0" }));
  await dryWet(() => gem.packages({ packages: "herd-dog", present: false }));
  deepStrictEqual(await installed(), []);
  await sh("! command -v herd-dog");
}

const OFFLINE = [`--pip-args=--no-index --find-links=${WHEELS}`];

async function applications(bed: ServerBed): Promise<void> {
  const { dryWet, run, sh } = bed;
  await sh(`rm -rf /root/.local /root/.config/pip /root/.pip
    printf '%s\\n' '[global]' 'no-index = true' 'retries = 0' 'disable-pip-version-check = true' >/etc/pip.conf`);
  await makeWheels(bed, "herd_dog=1.0", "herd_dog=2.0", "herd_gate=1.0");
  const args = { extraArgs: OFFLINE };
  const installed = () => list(bed, "cd /root; pipx list --short");
  await dryWet(() => pipx.packages({ packages: ["herd-dog==1.0", "herd_gate"], ...args }));
  deepStrictEqual(await installed(), ["herd-dog 1.0", "herd-gate 1.0"]);
  await dryWet(() => pipx.packages({ packages: "herd_dog==2.0", ...args }));
  await dryWet(() => pipx.packages({ packages: "Herd.Dog<2", ...args }));
  deepStrictEqual(await installed(), ["herd-dog 1.0", "herd-gate 1.0"]);
  await dryWet(() => pipx.packages({ packages: ["herd-dog==1.0"], present: false }));
  deepStrictEqual(await installed(), ["herd-gate 1.0"]);
  match(failureOf(await run(() => pipx.packages({ packages: "herd-none", ...args }))).message, /herd-none/);
}

async function pipxItself({ dryWet, sh }: ServerBed): Promise<void> {
  await dryWet(() => pipx.ensurePath());
  strictEqual(await sh("HOME=/root sh -lc herd_gate"), "herd_gate 1.0\n");
  await dryWet(() => pipx.upgradeAll(), { always: true });
}

/** Registers a test with a program that Debian's archive has in many packages: it runs where this machine has it. */
async function testWith(program: string, name: string, body: (bed: ServerBed, path: string) => Promise<void>) {
  const { stdout } = await new Deno.Command("sh", { args: ["-c", `command -v ${program}`] }).output();
  const path = new TextDecoder().decode(stdout).trim();
  if (path === "") return Deno.test.ignore(`${name} (skipped: there is no ${program})`, () => {});
  bedTest(name, async () => {
    await using bed = await startServerBed();
    await body(bed, path);
  });
}

await testWith("cargo", "cargo.packages installs, changes versions, upgrades and removes", async (bed, path) => {
  const { dryWet, sh } = bed;
  await sh(`set -e
    mkdir -p /root/.cargo
    ${path} --version
    test -e /usr/local/bin/cargo || ln -s ${path} /usr/local/bin/cargo
    printf '%s\\n' '[source.crates-io]' 'replace-with = "own"' '[source.own]' 'directory = "/srv/crates"' >/root/.cargo/config.toml
    for version in 1.0.0 2.0.0; do
      mkdir -p /srv/crates/$version/src
      cd /srv/crates/$version
      printf '%s\\n' '[package]' 'name = "herd-dog"' "version = \\"$version\\"" >Cargo.toml
      echo 'fn main() {}' >src/main.rs
      echo '{"files":{},"package":null}' >.cargo-checksum.json
    done`);
  const installed = async () => (await list(bed, "HOME=/root cargo install --list"))[0];
  for (const version of ["1.0.0", "2.0.0", "1.0.0"]) {
    await dryWet(() => cargo.packages({ packages: `herd-dog@${version}` }));
    strictEqual(await installed(), `herd-dog v${version}:`);
  }
  await dryWet(() => cargo.packages({ packages: "herd-dog", latest: true }), { always: true });
  strictEqual(await installed(), "herd-dog v2.0.0:");
  await dryWet(() => cargo.packages({ packages: "herd-dog@2.0.0", present: false }));
});

await testWith(
  "npm",
  "npm.packages installs globally and in a folder, knows ranges again, and removes",
  async (bed) => {
    const { dryWet, sh } = bed;
    await using registry = await startRegistry(bed, "@herd/dog", ["1.0.0", "1.2.0"]);
    await sh(`set -e
    mkdir -p '/srv/a project' /srv/global
    echo '{}' >'/srv/a project/package.json'
    printf '%s\\n' 'registry=${registry.address}' 'prefix=/srv/global' 'audit=false' 'fund=false' >/root/.npmrc`);
    for (const where of [{ directory: undefined }, { directory: "/srv/a project" }]) {
      const folder = where.directory ?? "/srv/global/lib";
      const version = () => sh(`grep -o '"version":"[^"]*"' '${folder}/node_modules/@herd/dog/package.json'`);
      await dryWet(() => npm.packages({ packages: "@herd/dog@1.0.0", ...where }));
      strictEqual(await version(), '"version":"1.0.0"\n');
      await dryWet(() => npm.packages({ packages: "@herd/dog@^1.1", ...where }));
      strictEqual(await version(), '"version":"1.2.0"\n');
      await dryWet(() => npm.packages({ packages: "@herd/dog@1.2.0", present: false, ...where }));
      await sh(`! test -e '${folder}/node_modules/@herd/dog'`);
    }
    // Who was started by npm has its settings in the environment.
    const clean = "env -i HOME=/root PATH=/usr/local/bin:/usr/bin:/bin";
    await sh(`${clean} npm install -g @herd/dog@1.0.0`);
    await dryWet(() => npm.packages({ packages: "@herd/dog", latest: true }), { always: true });
    match(await sh(`${clean} npm list -g`), /@herd\/dog@1\.2\.0/);
  },
);

/** Answers npm with versions of one package, which are made on the spot. */
async function startRegistry({ host, sh }: ServerBed, name: string, versions: readonly string[]) {
  for (const version of versions) {
    await sh(`set -e
      mkdir -p /srv/node/package
      printf '{"name":"${name}","version":"${version}"}' >/srv/node/package/package.json
      tar -C /srv/node -czf /srv/node/${version}.tgz package`);
  }
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const { origin, pathname } = new URL(request.url);
    const path = decodeURIComponent(pathname);
    if (path.endsWith(".tgz")) return new Response(await Deno.readFile(host.path(`/srv/node${path}`)));
    if (path !== `/${name}`) return new Response("{}", { status: 404 });
    const known = versions.map((version) => [
      version,
      { name, version, dist: { tarball: `${origin}/${version}.tgz` } },
    ]);
    return Response.json({ name, "dist-tags": { latest: versions.at(-1) }, versions: Object.fromEntries(known) });
  });
  const address = `http://127.0.0.1:${server.addr.port}/`;
  return { address, [Symbol.asyncDispose]: () => server.shutdown() };
}
