import { deepStrictEqual, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { type Fact, FactError } from "../api/mod.ts";
import { processFact } from "../testing/mod.ts";
import { ApkPackages } from "./apk/mod.ts";
import { BrewCasks, BrewPackages } from "./brew/mod.ts";
import { CargoPackages } from "./cargo/mod.ts";
import { ChocoPackages } from "./choco/mod.ts";
import { GemPackages } from "./gem/mod.ts";
import { GoPackages } from "./go/mod.ts";
import { NpmPackages } from "./npm/mod.ts";
import { OpkgPackages } from "./opkg/mod.ts";
import { PacmanPackages } from "./pacman/mod.ts";
import { PipxPackages } from "./pipx/mod.ts";
import { PkgPackages } from "./pkg/mod.ts";
import { PkginPackages } from "./pkgin/mod.ts";
import { PortagePackages } from "./portage/mod.ts";
import { RpmPackages } from "./rpm/mod.ts";
import { UvTools } from "./uv/mod.ts";
import { XbpsPackages } from "./xbps/mod.ts";

type Packages = Readonly<Record<string, readonly string[]>>;

/** What the programs print by their documentation; of npm and gem as Debian 12's and npm 11 print it. */
const cases: readonly (readonly [Fact<Packages>, string, Packages])[] = [
  [
    ApkPackages,
    "musl-1.2.4-r2\nlibstdc++-12.2.1_git20220924-r10\npy3-pip-23.1.2-r0\nWARNING: no index",
    { musl: ["1.2.4-r2"], "libstdc++": ["12.2.1_git20220924-r10"], "py3-pip": ["23.1.2-r0"] },
  ],
  [
    BrewPackages,
    "git 2.44.0\nicu4c 72.1 73.2\npython@3.12 3.12.2",
    { git: ["2.44.0"], icu4c: ["72.1", "73.2"], "python@3.12": ["3.12.2"] },
  ],
  [PacmanPackages, "lz4 1:1.9.2-1", { lz4: ["1:1.9.2-1"] }],
  [PkgPackages, "py39-pip-23.1   Tool\nzsh-5.9_2  Shell", { "py39-pip": ["23.1"], zsh: ["5.9_2"] }],
  [RpmPackages, "kernel 5.14-1.el9\nkernel 5.14-2.el9", { kernel: ["5.14-1.el9", "5.14-2.el9"] }],
  [
    XbpsPackages,
    "ii xbps-0.59.2_1      The package system\nuu xz-devel-5.4_2  Headers",
    { xbps: ["0.59.2_1"], "xz-devel": ["5.4_2"] },
  ],
  [BrewCasks, "firefox 129.0\nsteam latest", { firefox: ["129.0"], steam: ["latest"] }],
  // A crate of the registry, one of a git repository, one of a folder (cargo 1.95).
  [
    CargoPackages,
    "ripgrep v14.1.0:\n    rg\nzee v0.4.0 (https://github.com/zee-editor/zee#08c9f31d):\n    zee\na-b v0.1.0-rc.1+x (/srv/a b (1)):\n    a",
    { ripgrep: ["14.1.0"], zee: ["0.4.0"], "a-b": ["0.1.0-rc.1+x"] },
  ],
  // Chocolatey 2 with --limit-output, and as 0.10 prints it for people.
  [ChocoPackages, "7zip|24.8.0\nchocolatey|2.3.0-beta1", { "7zip": ["24.8.0"], chocolatey: ["2.3.0-beta1"] }],
  [
    ChocoPackages,
    "Chocolatey v0.10.15\nfirefox 72.0.2\nnotepadplusplus.install 7.8.2\n2 packages installed.",
    { firefox: ["72.0.2"], "notepadplusplus.install": ["7.8.2"] },
  ],
  [
    GemPackages,
    "\n*** LOCAL GEMS ***\n\nabbrev (default: 0.1.0)\nbundler (2.4.1, default: 2.3.27)\nnokogiri (1.15.0 x86_64-linux, 1.14.0 ruby java)\nrake (13.0.6.pre.1)",
    { abbrev: ["0.1.0"], bundler: ["2.4.1", "2.3.27"], nokogiri: ["1.15.0", "1.14.0"], rake: ["13.0.6.pre.1"] },
  ],
  [
    GoPackages,
    "/root/go/bin/dlv: go1.21.0\n\tpath\tgithub.com/go-delve/delve/cmd/dlv\n\tmod\tgithub.com/go-delve/delve\tv1.21.0\th1:x=\n\tdep\tgithub.com/a/b\tv1.0.0\th1:y=\n/root/go/bin/own: go1.22.1\n\tpath\texample.org/own\n\tmod\texample.org/own\t(devel)\t",
    { "github.com/go-delve/delve/cmd/dlv": ["v1.21.0"] },
  ],
  [
    NpmPackages,
    'pn@1.0.0 /srv/pn\n+-- @types/semver@7.5.0\n+-- extraneous@1.2.3-beta.1 extraneous\n+-- linked@1.0.0 -> ./packages/linked\n+-- invalid@2.0.0 invalid: "^1" from the root project\n`-- UNMET DEPENDENCY is-odd@^3.0.1\n',
    { "@types/semver": ["7.5.0"], extraneous: ["1.2.3-beta.1"], linked: ["1.0.0"], invalid: ["2.0.0"] },
  ],
  [NpmPackages, "/usr/lib\n├── corepack@0.34.6\n└── npm@11.19.1\n", { corepack: ["0.34.6"], npm: ["11.19.1"] }],
  [NpmPackages, "a project@ /srv/a project\n└── x@1.0.0\n", { x: ["1.0.0"] }],
  [NpmPackages, "/usr/local/lib\n└── (empty)\n", {}],
  // OpenWrt 19.07 and 23.05, Entware.
  [
    OpkgPackages,
    "base-files - 1546-r23630-842932a63d\nlibc - 1.2.4-4\nlibgcc1 - 12.3.0-4\nlibstdcpp6 - 7.5.0-2\nopt-ndmsv2 - 1.0-10~a",
    {
      "base-files": ["1546-r23630-842932a63d"],
      libc: ["1.2.4-4"],
      libgcc1: ["12.3.0-4"],
      libstdcpp6: ["7.5.0-2"],
      "opt-ndmsv2": ["1.0-10~a"],
    },
  ],
  [
    PipxPackages,
    "black 24.4.2\nansible-core 2.17.0rc1\nposting 2!1.0.post1\n",
    { black: ["24.4.2"], "ansible-core": ["2.17.0rc1"], posting: ["2!1.0.post1"] },
  ],
  [PipxPackages, "nothing has been installed with pipx", {}],
  // pkgin of NetBSD 9, of SmartOS, and what it prints for programs.
  [
    PkginPackages,
    "SDL2-2.0.14nb2       Simple DirectMedia Layer\npy39-pip-21.0 Tool\nlibffi-3.4.4nb1;Foreign function interface",
    { SDL2: ["2.0.14nb2"], "py39-pip": ["21.0"], libffi: ["3.4.4nb1"] },
  ],
  [
    PortagePackages,
    "dev-lang/python-3.11.9_p1\ndev-lang/python-3.12.3-r1\nmedia-fonts/font-adobe-100dpi-1.0.3\nsys-libs/db-5.3.28-r9\napp-a/-MERGING-b-1.2",
    {
      "dev-lang/python": ["3.11.9_p1", "3.12.3-r1"],
      "media-fonts/font-adobe-100dpi": ["1.0.3"],
      "sys-libs/db": ["5.3.28-r9"],
    },
  ],
  [
    UvTools,
    "pyinfra v3.4.1\n- pyinfra\nruff v0.3.0 (>=0.3.0,<0.4.0)\n- ruff\n- ruff v9",
    { pyinfra: ["3.4.1"], ruff: ["0.3.0"] },
  ],
];

for (const [index, [fact, output, expected]] of cases.entries()) {
  Deno.test(`${fact.fullName} parts names from versions (${index + 1})`, () => {
    deepStrictEqual(processFact(fact, output), expected);
    deepStrictEqual(processFact(fact, ""), {});
  });
}

const name = fc.stringMatching(/^[a-z][a-z0-9]*(-[a-z]+)*$/);
const version = fc.stringMatching(/^\d+\.\d+(\.\d+)?$/);
const text = fc.string({ unit: "binary" }).map((text) => text.replaceAll("\n", " "));
const packages = fc.dictionary(name, version, { noNullPrototype: true });

/** How each program prints a package. */
const rendered: readonly (readonly [Fact<Packages>, (name: string, version: string) => string])[] = [
  [ApkPackages, (name, version) => `${name}-${version}-r0`],
  [BrewPackages, (name, version) => `${name} ${version}`],
  [BrewCasks, (name, version) => `${name} ${version}`],
  [CargoPackages, (name, version) => `${name} v${version}:\n    ${name}`],
  [ChocoPackages, (name, version) => `${name}|${version}`],
  [GemPackages, (name, version) => `${name} (${version})`],
  [GoPackages, (name, version) => `/x/${name}: go1.22\n\tpath\t${name}\n\tmod\t${name}\t${version}\th1:x=`],
  [NpmPackages, (name, version) => `+-- @x/${name}@${version}`],
  [OpkgPackages, (name, version) => `${name} - ${version}`],
  [PacmanPackages, (name, version) => `${name} ${version}-1`],
  [PipxPackages, (name, version) => `${name} ${version}`],
  [PkgPackages, (name, version) => `${name}-${version}   Text of it`],
  [PkginPackages, (name, version) => `${name}-${version} text`],
  [PortagePackages, (name, version) => `a-b/${name}-${version}`],
  [RpmPackages, (name, version) => `${name} ${version}-1.el9`],
  [UvTools, (name, version) => `${name} v${version}\n- ${name}`],
  [XbpsPackages, (name, version) => `ii ${name}-${version}_1   Text of it`],
];

for (const [fact, render] of rendered) {
  Deno.test(`${fact.fullName} reads all packages, between empty lines`, () => {
    fc.assert(
      fc.property(packages, (all) => {
        const lines = Object.entries(all).flatMap(([name, version]) => [...render(name, version).split("\n"), ""]);
        const found = Object.entries(processFact(fact, ["", ...lines]));
        deepStrictEqual(
          found.map(([name, versions]) => [
            name.replace(/^.*\//, ""),
            versions.map((version) => version.replace(/(-r0|-1(\.el9)?|_1)$/, "")),
          ]),
          Object.entries(all).map(([name, version]) => [name, [version]]),
        );
      }),
      { numRuns: 50 },
    );
  });

  Deno.test(`${fact.fullName} quotes a line that is no package`, () => {
    for (const line of ["Packages: not all of them", "cannot open the list", "?"]) {
      throws(() => processFact(fact, [...render("a", "1.0").split("\n"), line]), (error: FactError) => {
        ok(error.message.includes(`${fact.fullName} `) && error.message.includes(`found ${JSON.stringify(line)}`));
        return true;
      });
    }
  });

  Deno.test(`${fact.fullName} throws for no line but with an error that quotes it`, () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(text, fc.tuple(name, text).map(([name, text]) => `${name} (${text})`))),
        (lines) => {
          try {
            processFact(fact, lines);
          } catch (error) {
            ok(error instanceof FactError && lines.some((line) => error.message.includes(JSON.stringify(line))));
          }
        },
      ),
      { numRuns: 100 },
    );
  });
}
