import { deepStrictEqual } from "node:assert/strict";
import type { Fact } from "../api/mod.ts";
import { processFact } from "../testing/mod.ts";
import { ApkPackages } from "./apk/mod.ts";
import { BrewPackages } from "./brew/mod.ts";
import { PacmanPackages } from "./pacman/mod.ts";
import { PkgPackages } from "./pkg/mod.ts";
import { RpmPackages } from "./rpm/mod.ts";
import { XbpsPackages } from "./xbps/mod.ts";

type Packages = Record<string, string[]>;
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
];

for (const [fact, output, expected] of cases) {
  Deno.test(`${fact.fullName} parts names from versions`, () => {
    deepStrictEqual(processFact(fact, output), expected);
    deepStrictEqual(processFact(fact, ""), {});
  });
}
