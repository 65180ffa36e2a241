import { CargoPackages } from "../../../src/modules/cargo/mod.ts";
import { GemPackages } from "../../../src/modules/gem/mod.ts";
import { GoPackages } from "../../../src/modules/go/mod.ts";
import { NpmPackages } from "../../../src/modules/npm/mod.ts";
import { PipPackages } from "../../../src/modules/pip/mod.ts";
import { PipxEnvironment, PipxPackages } from "../../../src/modules/pipx/mod.ts";
import { PnpmPackages } from "../../../src/modules/pnpm/mod.ts";
import { UvPipPackages, UvPythonDir, UvToolDir, UvTools, UvVersion } from "../../../src/modules/uv/mod.ts";
import type { Recorded } from "./recorded.ts";

/** The package managers of programming languages. */
export const LANGUAGES: readonly Recorded[] = [
  {
    fact: CargoPackages,
    system: "Debian 12, cargo 1.95, documented",
    output: "own-tool v0.1.0-rc.1+b (/srv/a b):\n    own-tool\nripgrep v14.1.1:\n    rg\n",
    value: { "own-tool": ["0.1.0-rc.1+b"], ripgrep: ["14.1.1"] },
  },
  {
    fact: CargoPackages,
    system: "macOS 12, cargo 1.56, documented",
    output:
      "cargo-edit v0.8.0:\n    cargo-add\n    cargo-rm\nzee v0.4.0 (https://github.com/zee-editor/zee?branch=main#08c9f31d):\n    zee",
    value: { "cargo-edit": ["0.8.0"], zee: ["0.4.0"] },
  },
  {
    fact: CargoPackages,
    system: "Windows 11, cargo 1.80, documented",
    output: "bat v0.24.0:\n    bat.exe\nown v0.1.0 (C:\\src\\own):\n    own.exe",
    value: { bat: ["0.24.0"], own: ["0.1.0"] },
  },
  {
    fact: GemPackages,
    system: "Debian 12, gem 3.3.15, shortened",
    output: "abbrev (default: 0.1.0)\nbundler (default: 2.3.27)\nrake (13.0.6)\nruby2_keywords (default: 0.0.5)\n",
    value: { abbrev: ["0.1.0"], bundler: ["2.3.27"], rake: ["13.0.6"], ruby2_keywords: ["0.0.5"] },
  },
  {
    fact: GemPackages,
    system: "CentOS 7, gem 2.0.14, documented",
    output: "\n*** LOCAL GEMS ***\n\nbigdecimal (1.2.0)\njson (2.3.0, 1.7.7)\nrdoc (4.0.0)\n",
    value: { bigdecimal: ["1.2.0"], json: ["2.3.0", "1.7.7"], rdoc: ["4.0.0"] },
  },
  {
    fact: GemPackages,
    system: "macOS 14 with Ruby 3.3, gem 3.5, documented",
    output: "nokogiri (1.16.7 arm64-darwin, 1.16.7 x86_64-darwin)\nset (default: 1.1.0)\nwebrick (1.9.1.pre.1)",
    value: { nokogiri: ["1.16.7"], set: ["1.1.0"], webrick: ["1.9.1.pre.1"] },
  },
  {
    fact: GoPackages,
    system: "Debian 12, go 1.19, documented",
    output: `/root/go/bin/gopls: go1.19.8
\tpath\tgolang.org/x/tools/gopls
\tmod\tgolang.org/x/tools/gopls\tv0.11.0\th1:/nvKHdTtePQmrv9XN3gIUN9MOdUrKzO/dcqgbG6x8EY=
\tdep\tgithub.com/BurntSushi/toml\tv1.2.1\th1:9F2/+DoOYIOksmaJFPw1tGFy1eDnIJXg+UHjuD8lTak=
\tbuild\t-compiler=gc`,
    value: { "golang.org/x/tools/gopls": ["v0.11.0"] },
    isOpen: "go adds kinds of lines below a program, which do not tell its version",
  },
  {
    fact: GoPackages,
    system: "Arch Linux, go 1.23, documented: with a replaced module, and a program of a working copy",
    output: `/home/ann/go/bin/dlv: go1.23.1 X:nocoverageredesign
\tpath\tgithub.com/go-delve/delve/cmd/dlv
\tmod\tgithub.com/go-delve/delve\tv1.23.0\th1:1=
\tdep\tgithub.com/a/b\tv1.0.0
\t=>\t./b\t(devel)\t
/home/ann/go/bin/own: go1.23.1
\tpath\texample.org/own
\tmod\texample.org/own\t(devel)\t`,
    value: { "github.com/go-delve/delve/cmd/dlv": ["v1.23.0"] },
    isOpen: "go adds kinds of lines below a program, which do not tell its version",
  },
  {
    fact: NpmPackages,
    system: "Debian 12, npm 11.19",
    output: "/usr/lib\n├── corepack@0.34.6\n└── npm@11.19.1\n",
    value: { corepack: ["0.34.6"], npm: ["11.19.1"] },
  },
  {
    fact: NpmPackages,
    system: "Ubuntu 20.04, npm 6.14, documented: a project with what is missing",
    output:
      "own@1.0.0 /srv/a b\n├── @babel/core@7.12.3 \n├── UNMET DEPENDENCY left-pad@^1.3.0\n└── UNMET PEER DEPENDENCY react@17.0.1\n",
    value: { "@babel/core": ["7.12.3"] },
  },
  {
    fact: NpmPackages,
    system: "macOS 13, npm 9, documented: nothing",
    output: "/opt/homebrew/lib\n└── (empty)\n",
    value: {},
  },
  {
    fact: PipPackages,
    system: "Debian 12, Python 2.7 with pip 19.2 and an option in its settings",
    output: "-f /opt/wheels\npip==19.2.3\nsetuptools==41.2.0\n",
    value: { pip: ["19.2.3"], setuptools: ["41.2.0"] },
  },
  {
    fact: PipPackages,
    system: "Debian 12, Python 3.11 with pip 23.2, shortened",
    output: "annotated-types==0.7.0\nantlr4-python3-runtime==4.13.2\npip==23.2.1",
    value: { "annotated-types": ["0.7.0"], "antlr4-python3-runtime": ["4.13.2"], pip: ["23.2.1"] },
  },
  {
    fact: PipPackages,
    system: "Alpine 3.20, pip 24.0, documented: packages of repositories, folders and addresses",
    output: `-e git+https://github.com/a/one@0b2f#egg=one
# Editable install with no version control (two==0.2)
-e /srv/two
# Editable Git install with no remote (three==0.3)
-e /srv/three
four @ file:///tmp/four-4.0.tar.gz#sha256=00
five===2004d`,
    value: {
      one: [],
      two: ["0.2"],
      three: ["0.3"],
      four: ["file:///tmp/four-4.0.tar.gz#sha256=00"],
      five: ["2004d"],
    },
  },
  { fact: PipxPackages, system: "Debian 12, pipx 1.1", output: "", value: {} },
  {
    fact: PipxPackages,
    system: "Ubuntu 24.04, pipx 1.4, documented",
    output: "ansible-core 2.17.0rc1\nblack 24.4.2\n",
    value: { "ansible-core": ["2.17.0rc1"], black: ["24.4.2"] },
  },
  {
    fact: PipxPackages,
    system: "macOS 12, pipx 0.16, documented: nothing",
    output: "nothing has been installed with pipx 😴",
    value: {},
  },
  {
    fact: PipxEnvironment,
    system: "Debian 12, pipx 1.1",
    output: `PIPX_HOME=/root/.local/pipx
PIPX_BIN_DIR=/root/.local/bin
PIPX_VENV_CACHEDIR=/root/.local/pipx/.cache

Only PIPX_HOME and PIPX_BIN_DIR can be set by users in the above list.
`,
    value: {
      PIPX_HOME: "/root/.local/pipx",
      PIPX_BIN_DIR: "/root/.local/bin",
      PIPX_VENV_CACHEDIR: "/root/.local/pipx/.cache",
    },
  },
  {
    fact: PnpmPackages,
    system: "pnpm 9, documented",
    output:
      '[{"path": "/root/.local/share/pnpm/global/5", "private": false, "dependencies": {"serve": {"from": "serve", "version": "14.2.3"}}}]',
    value: { serve: ["14.2.3"] },
  },
  {
    fact: UvTools,
    system: "uv 0.2.20, documented: with versions that were asked for",
    output: "black v24.2.0\n- black\n- blackd\nruff v0.3.0 [required: >=0.3.0,<0.4.0]\n- ruff",
    value: { black: ["24.2.0"], ruff: ["0.3.0"] },
  },
  {
    fact: UvTools,
    system: "uv 0.5.4, documented: with paths",
    output: "black v24.10.0 (/home/ann/.local/share/uv/tools/black)\n- black (/home/ann/.local/bin/black)",
    value: { black: ["24.10.0"] },
  },
  { fact: UvTools, system: "uv 0.9, documented: none, which it says elsewhere", output: "", value: {} },
  { fact: UvVersion, system: "Fedora 41, uv 0.5.4, documented", output: "uv 0.5.4\n", value: "uv 0.5.4" },
  {
    fact: UvVersion,
    system: "macOS 15, uv 0.8.5 of Homebrew, documented",
    output: "uv 0.8.5 (Homebrew 2025-08-05)",
    value: "uv 0.8.5 (Homebrew 2025-08-05)",
  },
  {
    fact: UvVersion,
    system: "Debian 12, uv 0.4.30 of the installer, documented",
    output: "uv 0.4.30 (61ed2a236 2024-11-04)",
    value: "uv 0.4.30 (61ed2a236 2024-11-04)",
  },
  {
    fact: UvToolDir,
    system: "Ubuntu 24.04, uv 0.5, documented",
    output: "/home/a b/.local/share/uv/tools\n",
    value: "/home/a b/.local/share/uv/tools",
  },
  {
    fact: UvPythonDir,
    system: "Windows 11, uv 0.8, documented",
    output: "C:\\Users\\ann\\AppData\\Roaming\\uv\\python",
    value: "C:\\Users\\ann\\AppData\\Roaming\\uv\\python",
  },
  {
    fact: UvPipPackages,
    system: "uv 0.1.24, documented",
    output:
      '[{"name":"black","version":"24.2.0"},{"name":"own","version":"0.1.0","editable_project_location":"/srv/own"}]',
    value: { black: ["24.2.0"], own: ["0.1.0"] },
  },
  {
    fact: PnpmPackages,
    system: "pnpm 6 with a project, documented",
    output:
      '[{"name": "own", "version": "1.0.0", "dependencies": {"react": {"from": "react", "version": "17.0.2", "resolved": "https://registry.npmjs.org/react/-/react-17.0.2.tgz"}}, "devDependencies": {"@types/node": {"from": "@types/node", "version": "16.11.7"}}}]',
    value: { react: ["17.0.2"], "@types/node": ["16.11.7"] },
  },
  {
    fact: PnpmPackages,
    system: "pnpm 10 with nothing, documented",
    output: '[\n  {\n    "path": "/root/.local/share/pnpm/global/5",\n    "private": false\n  }\n]',
    value: {},
  },
  {
    fact: GoPackages,
    system: "macOS 12, go 1.17, documented",
    output: `/Users/ann/go/bin/staticcheck: go1.17.6
\tpath\thonnef.co/go/tools/cmd/staticcheck
\tmod\thonnef.co/go/tools\tv0.2.2\th1:MNh1AVMyVX23VUHE2O27jm6lNj3vjO5DexS4A1xvnzk=`,
    value: { "honnef.co/go/tools/cmd/staticcheck": ["v0.2.2"] },
    isOpen: "go adds kinds of lines below a program, which do not tell its version",
  },
];
