/** Commands of package managers that cannot be tried here, and of those that take their packages in a way of their own. */
import { deepStrictEqual, match, rejects } from "node:assert/strict";
import { given, plan } from "../testing/mod.ts";
import { brew, cargo, choco, dnf, flatpak, go, npm, opkg, pipx, pkgin, pnpm, snap, uv } from "./mod.ts";

Deno.test("casks go by an option, and before Homebrew 2.6 by a command", async () => {
  const casks = given(brew.BrewCasks, {}, { docker: ["4.1"], "vlc@beta": ["3"] });
  const run = async (version: [number, number, number]) => {
    const facts = [casks, given(brew.BrewVersion, {}, version)];
    return (await plan(brew.casks, { casks: ["docker", "vlc@beta", "gimp"], latest: true, upgrade: true }, facts))
      .commands;
  };
  deepStrictEqual(await run([2, 5, 9]), [
    "brew cask upgrade",
    "brew cask install gimp",
    "brew cask upgrade docker vlc@beta",
  ]);
  for (const version of [[2, 6, 0], [4, 0, 0], [0, 0, 0]] as const) {
    deepStrictEqual((await run([...version]))[1], "brew install --cask gimp");
  }
});

Deno.test("a tap is known by any of its names, and told by an address", async () => {
  const facts = [given(brew.BrewTaps, {}, ["homebrew/cask", "acme/tools"])];
  for (const args of [{ src: "Homebrew/homebrew-cask" }, { url: "https://git.example/acme/homebrew-tools.git" }]) {
    deepStrictEqual((await plan(brew.tap, args, facts)).commands, []);
  }
  deepStrictEqual((await plan(brew.tap, { url: "git@git.example:acme/new.git" }, facts)).commands, [
    "brew tap acme/new git@git.example:acme/new.git",
  ]);
  await rejects(plan(brew.tap, { url: "https://git.example/acme" }, facts), /acme is no USER\/REPOSITORY/);
});

Deno.test("Chocolatey pins by an option, in any letters, and removes by name", async () => {
  const facts = [given(choco.ChocoPackages, {}, { Git: ["2.0"], vlc: ["3.0"] })];
  const packages = ["git:1.0", "VLC:3.0", "7zip", "curl"];
  deepStrictEqual((await plan(choco.packages, { packages }, facts)).commands, [
    "choco install -y 7zip curl",
    "choco upgrade -y git --version 1.0 --allow-downgrade",
  ]);
  deepStrictEqual((await plan(choco.packages, { packages: ["vlc:3.0", "git:9"], present: false }, facts)).commands, [
    "choco uninstall -y -x vlc",
  ]);
  deepStrictEqual((await plan(choco.install, {}, [given(choco.ChocoVersion, {}, "2.3.0")])).commands, []);
});

Deno.test("opkg gets its lists only for what is to be installed, and refuses versions", async () => {
  const facts = [given(opkg.OpkgPackages, {}, { curl: ["8"] })];
  const commands = async (args: Parameters<typeof opkg.packages.inner>[0]) =>
    (await plan(opkg.packages, args, facts)).commands;
  deepStrictEqual(await commands({ packages: "curl" }), []);
  deepStrictEqual(await commands({ packages: "curl", present: false }), ["opkg remove curl"]);
  deepStrictEqual(await commands({ packages: ["curl", "jq"] }), ["opkg update", "opkg install jq"]);
  deepStrictEqual(await commands({ packages: "jq", update: false }), ["opkg install jq"]);
  deepStrictEqual(await commands({ packages: "curl", latest: true }), ["opkg update", "opkg upgrade curl"]);
  await rejects(commands({ packages: ["curl=8", "jq"] }), /version pinning but found for: curl/);
});

Deno.test("snaps come one at a time, and stay where the channel is the same by another name", async () => {
  const info = { name: "a", publisher: null, snapId: null, version: "1" };
  const facts = [
    given(snap.SnapPackages, {}, ["lxd", "vlc"]),
    given(snap.SnapPackage, { package: "lxd" }, { ...info, channel: "4.0/stable" }),
    given(snap.SnapPackage, { package: "vlc" }, { ...info, channel: "latest/edge" }),
  ];
  const packages = ["lxd", "vlc", "nvim", "code"];
  deepStrictEqual((await plan(snap.package, { packages, channel: "edge", classic: true }, facts)).commands, [
    "snap install --classic nvim --channel=edge",
    "snap install --classic code --channel=edge",
    "snap refresh lxd --channel=edge",
  ]);
  deepStrictEqual((await plan(snap.package, { packages: ["lxd"], channel: "4.0" }, facts)).commands, []);
});

Deno.test("a flatpak is known by its id, or by a ref with its branch", async () => {
  const facts = [
    given(flatpak.FlatpakPackages, {}, ["org.x.App", "org.x.Platform"]),
    given(flatpak.FlatpakPackage, { package: "org.x.Platform//23" }, null),
    given(flatpak.FlatpakPackage, { package: "org.x.Platform//22" }, { id: "org.x.Platform", ref: "r", version: null }),
  ];
  const packages = ["org.x.App", "org.x.Platform//22", "org.x.Platform//23", "org.x.New"];
  deepStrictEqual((await plan(flatpak.packages, { packages, remote: "flathub" }, facts)).commands, [
    "flatpak install --noninteractive flathub org.x.Platform//23 org.x.New",
  ]);
  deepStrictEqual((await plan(flatpak.packages, { packages, present: false }, facts)).commands, [
    "flatpak uninstall --noninteractive org.x.App org.x.Platform//22",
  ]);
});

Deno.test("programs of Go are installed by version and removed by the names of their files", async () => {
  const facts = [given(go.GoPackages, {}, { "example.org/tool/v2": ["v2.1.0"], "example.org/cmd/x": ["v1.0.0"] })];
  const packages = ["example.org/tool/v2@v2.1.0", "example.org/cmd/x@latest", "example.org/new"];
  deepStrictEqual((await plan(go.packages, { packages, latest: true }, facts)).commands, [
    "go install example.org/new@latest",
    "go install example.org/cmd/x@latest",
  ]);
  const [removal] = (await plan(go.packages, { packages, present: false }, facts)).commands;
  match(removal!, /^folder=.* && cd "\$folder" && rm -f -- tool x$/);
});

Deno.test("a range that is fulfilled needs no package of Node.js, any other and a tag do", async () => {
  const installed = { a: ["1.4.2"], "@s/b": ["2.0.0-rc.1"] };
  const packages = ["a@^1.2", "a@1", "@s/b@2.0.0-rc.1", "a@^2", "a@next", "@s/b"];
  const facts = [given(npm.NpmPackages, {}, installed)];
  deepStrictEqual((await plan(npm.packages, { packages }, facts)).commands, ["npm install -g 'a@^2' a@next"]);
  deepStrictEqual((await plan(npm.packages, { packages: "@s/b@2.0.0-rc.1", present: false }, facts)).commands, [
    "npm uninstall -g @s/b",
  ]);
  const there = [given(pnpm.PnpmPackages, { directory: "/srv/a b" }, installed)];
  const args = { packages: ["a@^1", "c"], directory: "/srv/a b", dev: true };
  deepStrictEqual((await plan(pnpm.packages, args, there)).commands, ["cd '/srv/a b' && pnpm add -D c"]);
  deepStrictEqual(
    (await plan(pnpm.packages, { packages: ["a", "c"], latest: true }, [
      given(pnpm.PnpmPackages, {}, installed),
    ])).commands,
    ["pnpm add -g c", "pnpm update -g --latest a"],
  );
});

Deno.test("single packages are upgraded by what their managers have for it", async () => {
  const args = { packages: ["a", "b"], latest: true };
  deepStrictEqual((await plan(pkgin.packages, args, [given(pkgin.PkginPackages, {}, { a: ["1"] })])).commands, [
    "pkgin -y install b",
    "pkgin -y install a",
  ]);
  deepStrictEqual((await plan(cargo.packages, args, [given(cargo.CargoPackages, {}, { a: ["1"] })])).commands, [
    "cargo install b",
    "cargo install a",
  ]);
});

Deno.test("uv is asked about the environment that it works on, and takes tools one at a time", async () => {
  const packages = given(uv.UvPipPackages, { environment: ["--system"] }, { "herd-dog": ["1.0"] });
  const args = { packages: ["Herd_Dog==1.0", "b>=2"], extraArgs: "--system --no-cache" };
  deepStrictEqual((await plan(uv.packages, args, [packages])).commands, [
    "uv pip install --system --no-cache 'b>=2'",
  ]);
  deepStrictEqual((await plan(uv.packages, { requirements: "/srv/list", present: false }, [])).commands, [
    "uv pip uninstall -r /srv/list",
  ]);
  const tools = [given(uv.UvTools, {}, { ruff: ["0.4.0"] })];
  deepStrictEqual((await plan(uv.tools, { tools: ["ruff", "a", "b==1"], latest: true }, tools)).commands, [
    "uv tool install a",
    "uv tool install b==1",
    "uv tool upgrade ruff",
  ]);
  deepStrictEqual((await plan(uv.tools, { tools: ["ruff==0.4.0", "a"], present: false }, tools)).commands, [
    "uv tool uninstall ruff",
  ]);
});

Deno.test("a Python is installed where no version of it is there, and an environment where there is none", async () => {
  const facts = [given(uv.UvInstalledPythonsByVersion, { isManaged: true }, {
    "3.13.4": ["cpython-3.13.4-linux-x86_64-gnu"],
  })];
  deepStrictEqual((await plan(uv.pythons, { versions: ["3.13", "3.12", "pypy@3.11"] }, facts)).commands, [
    "uv python install 3.12 pypy@3.11",
  ]);
  deepStrictEqual(
    (await plan(uv.venv, { path: "/srv/v", python: "3.13", linkMode: "copy", seed: true }, () => null)).commands,
    [
      "uv venv --python 3.13 --link-mode copy --seed /srv/v",
    ],
  );
});

Deno.test("the search path is that of commands, and that of a login", async () => {
  const commands = async (now: string, atLogin: string) => {
    const values: Record<string, unknown> = {
      "pipx.PipxEnvironment": { PIPX_BIN_DIR: "/home/a/.local/bin" },
      "server.Path": now,
      "server.Command": atLogin,
    };
    return (await plan(pipx.ensurePath, {}, ({ fullName }) => values[fullName])).commands;
  };
  deepStrictEqual(await commands("/bin:/home/a/.local/bin", ""), []);
  deepStrictEqual(await commands("/bin", "welcome\n\n/bin:/home/a/.local/bin"), []);
  deepStrictEqual(await commands("/bin", "/home/a/.local/bin is nice\n\n/bin"), ["pipx ensurepath"]);
});

Deno.test("an application at another version is installed by force", async () => {
  const facts = [given(pipx.PipxPackages, {}, { "herd-dog": ["1.0"] })];
  const args = { packages: ["herd_dog==2.0", "b"], extraArgs: ["--index-url", "https://x"] };
  deepStrictEqual((await plan(pipx.packages, args, facts)).commands, [
    "pipx install --force --index-url https://x herd_dog==2.0",
    "pipx install --index-url https://x b",
  ]);
});

Deno.test("a stream takes the place of another one only after a reset", async () => {
  const facts = [given(dnf.DnfEnabledModules, {}, { nodejs: "18" }), given(dnf.DnfDisabledModules, {}, ["php"])];
  const commands = async (args: Parameters<typeof dnf.module.inner>[0]) =>
    (await plan(dnf.module, args, facts)).commands;
  deepStrictEqual(await commands({ module: "nodejs", stream: "20" }), [
    "dnf module reset -y nodejs && dnf module enable -y nodejs:20",
  ]);
  deepStrictEqual(await commands({ module: "php", stream: "8.2" }), ["dnf module enable -y php:8.2"]);
  deepStrictEqual([await commands({ module: "nodejs" }), await commands({ module: "php", enabled: false })], [[], []]);
});

Deno.test("what upgrades or fetches everything is one command every time", async () => {
  const all: Record<string, { commands: readonly string[] }> = {
    "uv tool upgrade --all -q": await plan(uv.toolsUpgradeAll, { extraArgs: "-q" }),
    "pkgin -y update": await plan(pkgin.update, {}),
    "pkgin -y upgrade": await plan(pkgin.upgrade, {}),
    "opkg update": await plan(opkg.update, {}),
    "pipx upgrade-all": await plan(pipx.upgradeAll, {}),
  };
  for (const [command, { commands }] of Object.entries(all)) deepStrictEqual(commands, [command]);
});

Deno.test("uv tells the shell of its tools unless the search path has their folder", async () => {
  const commands = async (now: string) =>
    (await plan(uv.toolsUpdateShell, {}, ({ fullName }) => {
      return { "uv.UvToolBinDir": "/home/a/.local/bin", "server.Path": now, "server.Command": "" }[fullName];
    })).commands;
  deepStrictEqual(await commands("/bin"), ["uv tool update-shell"]);
  deepStrictEqual(await commands("/bin:/home/a/.local/bin"), []);
});
