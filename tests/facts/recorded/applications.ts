import { ChocoPackages, ChocoVersion } from "../../../src/modules/choco/mod.ts";
import { FlatpakPackage, FlatpakPackages } from "../../../src/modules/flatpak/mod.ts";
import {
  GitBranch,
  GitConfig,
  GitLocalCommit,
  GitSubmodulesCurrent,
  GitTag,
  GitTrackingBranch,
} from "../../../src/modules/git/mod.ts";
import { GpgKeys } from "../../../src/modules/gpg/mod.ts";
import { NixChannels, NixPackages } from "../../../src/modules/nix/mod.ts";
import { SnapPackage, SnapPackages } from "../../../src/modules/snap/mod.ts";
import type { Recorded } from "./recorded.ts";

const repo = { repo: "/srv/a" };

/** Applications for every system, git and gpg. */
export const APPLICATIONS: readonly Recorded[] = [
  {
    fact: ChocoPackages,
    system: "Windows 11, Chocolatey 2.3, documented",
    output: "7zip|24.8.0\nchocolatey|2.3.0\nnodejs-lts|20.18.0-beta1",
    value: { "7zip": ["24.8.0"], chocolatey: ["2.3.0"], "nodejs-lts": ["20.18.0-beta1"] },
  },
  {
    fact: ChocoPackages,
    system: "Windows Server 2016, Chocolatey 0.10.15 without --limit-output, documented",
    output: "Chocolatey v0.10.15\nchocolatey 0.10.15\nfirefox 72.0.2\n2 packages installed.",
    value: { chocolatey: ["0.10.15"], firefox: ["72.0.2"] },
  },
  {
    fact: ChocoPackages,
    system: "Windows 10, Chocolatey 1.4, documented",
    output: "git.install|2.43.0\n",
    value: { "git.install": ["2.43.0"] },
  },
  { fact: ChocoVersion, system: "Windows 11, Chocolatey 2.3, documented", output: "2.3.0\n", value: "2.3.0" },
  {
    fact: FlatpakPackages,
    system: "Debian 12, flatpak 1.14",
    output: "org.test.Platform\n",
    value: ["org.test.Platform"],
  },
  {
    fact: FlatpakPackages,
    system: "Fedora 41, flatpak 1.15, documented: two branches of a runtime, and of the user as well",
    output: "org.mozilla.firefox\norg.freedesktop.Platform\norg.freedesktop.Platform\norg.mozilla.firefox",
    value: ["org.mozilla.firefox", "org.freedesktop.Platform"],
  },
  {
    fact: FlatpakPackages,
    system: "Ubuntu 18.04, flatpak 1.0, documented: on a terminal",
    output: "Application ID\ncom.github.a.b_c-d\n",
    value: ["com.github.a.b_c-d"],
  },
  {
    fact: FlatpakPackage,
    system: "Debian 12, flatpak 1.14: a runtime",
    args: { package: "org.test.Platform" },
    output: `          ID: org.test.Platform
         Ref: runtime/org.test.Platform/x86_64/stable
        Arch: x86_64
      Branch: stable
      Origin: local
  Collection: 
Installation: user
   Installed: 512 bytes

      Commit: efb67c099e4914b1e63a548167ed002377a7498d0fe0bc745a6e8ce83ba790cb
     Subject: Export org.test.Platform
        Date: 2026-11-23 09:06:56 +0000`,
    value: { id: "org.test.Platform", ref: "runtime/org.test.Platform/x86_64/stable", version: null },
  },
  {
    fact: FlatpakPackage,
    system: "Fedora 41, flatpak 1.15, documented: an application",
    args: { package: "org.mozilla.firefox" },
    output: `
Firefox - Fast, Private & Safe Web Browser

          ID: org.mozilla.firefox
         Ref: app/org.mozilla.firefox/x86_64/stable
        Arch: x86_64
      Branch: stable
     Version: 132.0.1
     License: MPL-2.0
      Origin: flathub
  Collection: org.flathub.Stable
Installation: system
   Installed: 361.3 MB
     Runtime: org.freedesktop.Platform/x86_64/24.08
         Sdk: org.freedesktop.Sdk/x86_64/24.08

      Commit: 8c3e
     Subject: Update
        Date: 2024-11-04 15:28:33 +0000
      Parent: 77aa`,
    value: { id: "org.mozilla.firefox", ref: "app/org.mozilla.firefox/x86_64/stable", version: "132.0.1" },
    isOpen: "the second line is a summary, which is any text",
  },
  {
    fact: FlatpakPackage,
    system: "CentOS 7, flatpak 1.0, documented",
    args: { package: "org.gnome.Recipes" },
    output:
      "Ref: app/org.gnome.Recipes/x86_64/stable\nID: org.gnome.Recipes\nArch: x86_64\nBranch: stable\nOrigin: flathub",
    value: { id: "org.gnome.Recipes", ref: "app/org.gnome.Recipes/x86_64/stable", version: null },
  },
  {
    fact: GitBranch,
    system: "Debian 12, git 2.39",
    args: repo,
    output: "refs/heads/feature/ä-1\n",
    value: "feature/ä-1",
  },
  {
    fact: GitBranch,
    system: "Debian 12, git 2.39: no branch",
    args: repo,
    output: "tags/v1.0-2-g0123abc",
    value: "v1.0-2-g0123abc",
  },
  {
    fact: GitTag,
    system: "Debian 12, git 2.39",
    args: repo,
    output: "v1.0\nv1.1-rc.1\n",
    value: ["v1.0", "v1.1-rc.1"],
  },
  {
    fact: GitTrackingBranch,
    system: "Debian 12, git 2.39",
    args: repo,
    output: "## main...origin/main [ahead 1, behind 2]\n",
    value: "origin/main",
    isOpen: "changed files follow in their lines",
  },
  {
    fact: GitTrackingBranch,
    system: "Debian 12, git 2.39: a new repository",
    args: repo,
    output: "## No commits yet on main",
    value: null,
    isOpen: "changed files follow in their lines",
  },
  {
    fact: GitConfig,
    system: "Debian 12, git 2.39: a value of two lines, one of a switch",
    output: "user.name=Ann\nalias.two=!echo a\necho b\nhttp.https://example.org/.sslverify=false\ncore.bare",
    value: {
      "user.name": ["Ann"],
      "alias.two": ["!echo a\necho b"],
      "http.https://example.org/.sslverify": ["false"],
      "core.bare": ["true"],
    },
    isOpen: "a line that is no setting goes on with the value above it",
  },
  {
    fact: GitLocalCommit,
    system: "Debian 12, git 2.39 with SHA-256",
    args: repo,
    output: `${"0123456789abcdef".repeat(4)}\n`,
    value: "0123456789abcdef".repeat(4),
  },
  {
    fact: GitSubmodulesCurrent,
    system: "Debian 12, git 2.39",
    args: repo,
    output: ` ${"1".repeat(40)} lib/a b (v1.0)\n ${"2".repeat(40)} other (heads/main)\ncomplete`,
    value: true,
  },
  {
    fact: GitSubmodulesCurrent,
    system: "Debian 12, git 2.39: one at another commit, one that is not there",
    args: repo,
    output: `+${"1".repeat(40)} lib (v1.0-1-gabc)\n-${"2".repeat(40)} other\ncomplete`,
    value: false,
  },
  {
    fact: GpgKeys,
    system: "Debian 12, gpg 2.2",
    output: `tru::1:1601454628:0:3:1:5
pub:u:255:22:0123456789ABCDEF:1700000000:::u:::scESC:::::ed25519:::0:
fpr:::::::::FFFF0000111122223333444455556666777789AB:
grp:::::::::AAAA0000111122223333444455556666777789AB:
uid:u::::1700000000::BBBB::A\\x3a B <a@x.org>::::::::::0:
sub:u:255:18:FEDCBA9876543210:1700000000::::::e:::::cv25519::
fpr:::::::::CCCC0000111122223333444455556666777789AB:`,
    value: {
      "0123456789ABCDEF": {
        validity: "u",
        length: 255,
        fingerprint: "FFFF0000111122223333444455556666777789AB",
        uidHash: "BBBB",
        uid: "A: B <a@x.org>",
        subkeys: {
          FEDCBA9876543210: {
            validity: "u",
            length: 255,
            fingerprint: "CCCC0000111122223333444455556666777789AB",
          },
        },
      },
    },
  },
  {
    fact: GpgKeys,
    system: "CentOS 6, gpg 2.0.14, documented: without fingerprints",
    output: `tru::1:1423000000:0:3:1:5
pub:-:4096:1:3B4FE6ACC0B21F32:2012-05-11:::-:Ubuntu Archive Automatic Signing Key (2012)::scSC:
uid:-::::::::Another name:`,
    value: {
      "3B4FE6ACC0B21F32": { validity: "-", length: 4096, subkeys: {}, uidHash: "", uid: "Another name" },
    },
  },
  {
    fact: NixPackages,
    system: "NixOS 24.05, nix profile, documented",
    output: `{"elements": {"hello": {"active": true, "storePaths": ["/nix/store/${
      "a".repeat(32)
    }-hello-2.12.1"]}}, "version": 3}`,
    value: { hello: ["2.12.1"] },
  },
  {
    fact: NixPackages,
    system: "macOS 14, nix-env 2.18, documented",
    output: '{"0": {"name": "jq-1.7.1", "pname": "jq", "version": "1.7.1", "system": "aarch64-darwin"}}',
    value: { jq: ["1.7.1"] },
  },
  {
    fact: NixPackages,
    system: "Debian 12, nix 2.8 with the first form of a profile, documented",
    output: `{"elements": [{"storePaths": ["/nix/store/${"b".repeat(32)}-ripgrep-13.0.0-bin"]}], "version": 1}`,
    value: { ripgrep: ["13.0.0"] },
  },
  {
    fact: NixChannels,
    system: "NixOS 23.11, documented",
    output:
      "home-manager https://github.com/nix-community/home-manager/archive/master.tar.gz\nnixos https://nixos.org/channels/nixos-23.11\n",
    value: {
      "home-manager": "https://github.com/nix-community/home-manager/archive/master.tar.gz",
      nixos: "https://nixos.org/channels/nixos-23.11",
    },
  },
  {
    fact: SnapPackages,
    system: "Ubuntu 22.04, snapd 2.57, documented",
    output: `Name    Version        Rev    Tracking       Publisher   Notes
bare    1.0            5      latest/stable  canonical✓  base
lxd     4.0.9-8e2046b  22753  4.0/stable/…   canonical✓  -
own_dev 0+git.abc      x1     -              -           devmode`,
    value: ["bare", "lxd", "own_dev"],
  },
  {
    fact: SnapPackages,
    system: "Ubuntu 16.04, snapd 2.32, documented",
    output: "Name  Version  Rev   Tracking  Developer  Notes\ncore  16-2.32  4206  stable    canonical  core\n",
    value: ["core"],
  },
  {
    fact: SnapPackages,
    system: "Debian 12, snapd 2.57, documented: none, which it says elsewhere",
    output: "",
    value: [],
  },
  {
    fact: SnapPackage,
    system: "Ubuntu 24.04, snapd 2.66, documented",
    args: { package: "hello" },
    output: `name:      hello
summary:   GNU Hello, the "hello world" snap
publisher: Canonical✓
store-url: https://snapcraft.io/hello
contact:   snaps@canonical.com
license:   unset
description: |
  GNU hello prints a friendly greeting.
  
  name: not a field
commands:
  - hello
  - hello.universe
snap-id:      mVyGrEwiqSi5PugCwyH7WgpoQLemtTd6
tracking:     latest/stable
refresh-date: today at 09:00 UTC
channels:
  latest/stable:    2.10 2019-04-17 (38) 98kB -
  latest/candidate: ↑                       
installed:          2.10            (38) 98kB -`,
    value: {
      name: "hello",
      publisher: "Canonical✓",
      snapId: "mVyGrEwiqSi5PugCwyH7WgpoQLemtTd6",
      channel: "latest/stable",
      version: "2.10",
    },
    isOpen: "new versions have new fields",
  },
  {
    fact: SnapPackage,
    system: "Ubuntu 16.04, snapd 2.32, documented: not installed",
    args: { package: "vlc" },
    output: `name:      vlc
summary:   The ultimate media player
publisher: videolan
description: |
  VLC is the VideoLAN project's media player.
snap-id:   RT9mcUhVsRYrDLG8qnvGiy26NKvv6Qkd
channels:                          
  stable:    3.0.0                   (158) 197MB -`,
    value: {
      name: "vlc",
      publisher: "videolan",
      snapId: "RT9mcUhVsRYrDLG8qnvGiy26NKvv6Qkd",
      channel: null,
      version: null,
    },
    isOpen: "new versions have new fields",
  },
];
