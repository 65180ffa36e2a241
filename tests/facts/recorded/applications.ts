import { ChocoPackages, ChocoVersion } from "../../../src/modules/choco/mod.ts";
import { FlatpakPackage, FlatpakPackages } from "../../../src/modules/flatpak/mod.ts";
import { NixChannels, NixPackages } from "../../../src/modules/nix/mod.ts";
import { SnapPackage, SnapPackages } from "../../../src/modules/snap/mod.ts";
import type { Recorded } from "./recorded.ts";

/** Package managers of applications, for every system. */
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
