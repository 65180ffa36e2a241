import { BrewCasks, BrewPackages, BrewTaps } from "../../../src/modules/brew/mod.ts";
import { PacmanPackages, PacmanUnpackGroup } from "../../../src/modules/pacman/mod.ts";
import { PkgPackages } from "../../../src/modules/pkg/mod.ts";
import { PkginPackages } from "../../../src/modules/pkgin/mod.ts";
import { XbpsPackages } from "../../../src/modules/xbps/mod.ts";
import type { Recorded } from "./recorded.ts";

/** Package managers of other systems. */
export const PACKAGE_MANAGERS: readonly Recorded[] = [
  {
    fact: BrewPackages,
    system: "macOS 14, Homebrew 4.4, documented",
    output: "ca-certificates 2024-11-26\nffmpeg 7.1_3\njpeg 9f\nneovim HEAD-6f29c68\nopenssl@3 3.4.0 3.3.2",
    value: {
      "ca-certificates": ["2024-11-26"],
      ffmpeg: ["7.1_3"],
      jpeg: ["9f"],
      neovim: ["HEAD-6f29c68"],
      "openssl@3": ["3.4.0", "3.3.2"],
    },
  },
  {
    fact: BrewPackages,
    system: "Ubuntu 20.04, Homebrew 3.6, documented",
    output: "gcc@11 11.3.0\nglibc 2.23_3\nlinux-headers@4.15 4.15.18",
    value: { "gcc@11": ["11.3.0"], glibc: ["2.23_3"], "linux-headers@4.15": ["4.15.18"] },
  },
  {
    fact: BrewCasks,
    system: "macOS 14, Homebrew 4.4, documented",
    output: "docker 4.36.0,175267\nfirefox 133.0 132.0.2\ngoogle-chrome latest\n",
    value: { docker: ["4.36.0,175267"], firefox: ["133.0", "132.0.2"], "google-chrome": ["latest"] },
  },
  {
    fact: BrewTaps,
    system: "macOS 12, Homebrew 3.6, documented",
    output: "homebrew/cask\nhomebrew/core\nhashicorp/tap\n",
    value: ["homebrew/cask", "homebrew/core", "hashicorp/tap"],
  },
  { fact: PacmanPackages, system: "Debian 12, pacman 6.0.2", output: "lz4 1:1.9.2-1\n", value: { lz4: ["1:1.9.2-1"] } },
  {
    fact: PacmanPackages,
    system: "Arch Linux, pacman 7.0, documented",
    output: "linux-firmware 20241210.b00a7f7e-1\nxorg-server 21.1.14-1\nlib32-gcc-libs 14.2.1+r134+gab884fffe3fc-2",
    value: {
      "linux-firmware": ["20241210.b00a7f7e-1"],
      "xorg-server": ["21.1.14-1"],
      "lib32-gcc-libs": ["14.2.1+r134+gab884fffe3fc-2"],
    },
  },
  {
    fact: PacmanPackages,
    system: "MSYS2, pacman 6.1, documented",
    output: "mingw-w64-x86_64-gcc 14.2.0-2\nmsys2-runtime 3.5.4-2",
    value: { "mingw-w64-x86_64-gcc": ["14.2.0-2"], "msys2-runtime": ["3.5.4-2"] },
  },
  {
    fact: PacmanUnpackGroup,
    system: "Debian 12, pacman 6.0.2",
    args: { package: "base-devel" },
    output: "lz4\n",
    value: ["lz4"],
  },
  {
    fact: PkgPackages,
    system: "FreeBSD 14, pkg 1.21, documented",
    output: `bash-5.2.37                    GNU Project's Bourne Again SHell
ca_root_nss-3.104              Root certificate bundle from the Mozilla Project
libedit-3.1.20240808_1,1       Command line editor library
openjdk8-8.422.05.1_1          Java Development Kit 8`,
    value: {
      bash: ["5.2.37"],
      ca_root_nss: ["3.104"],
      libedit: ["3.1.20240808_1,1"],
      openjdk8: ["8.422.05.1_1"],
    },
  },
  {
    fact: PkgPackages,
    system: "OpenBSD 7.6, documented",
    output: `intel-firmware-20240910v0 microcode update binaries for Intel CPUs
quirks-7.50         exceptions to pkg_add rules
vim-9.1.707-no_x11  vi clone, many additional features
xz-5.4.5p1          library and tools for XZ and LZMA compressed files`,
    value: {
      "intel-firmware": ["20240910v0"],
      quirks: ["7.50"],
      vim: ["9.1.707-no_x11"],
      xz: ["5.4.5p1"],
    },
  },
  {
    fact: PkgPackages,
    system: "NetBSD 10, pkg_install 20210710, documented",
    output: `mozilla-rootcerts-1.0.20240704 Root CA certificates from the Mozilla Project
pkgin-23.8.1nb6     Apt / yum like tool for managing pkgsrc binary packages`,
    value: { "mozilla-rootcerts": ["1.0.20240704"], pkgin: ["23.8.1nb6"] },
  },
  {
    fact: PkginPackages,
    system: "NetBSD 10, pkgin 23.8, documented; it brings its own list up to date first",
    output: `reading local summary...
processing local summary...
bash-5.2.32          The GNU Bourne Again Shell
p5-Net-SSLeay-1.94nb1 Perl module for using OpenSSL
tex-hyphen-2023      Hyphenation patterns`,
    value: { bash: ["5.2.32"], "p5-Net-SSLeay": ["1.94nb1"], "tex-hyphen": ["2023"] },
  },
  {
    fact: PkginPackages,
    system: "macOS with pkgsrc 2024Q3 and nothing installed, documented",
    output: "Requested list is empty.",
    value: {},
  },
  {
    fact: XbpsPackages,
    system: "Void Linux, xbps 0.59 and 0.60, documented",
    output: `ii acl-2.3.2_1                   Access Control List filesystem support
uu base-system-0.114_2           Void Linux base system meta package
hr gtk+3-3.24.43_1               GTK+ libraries
?? python3-pip-24.2_1            The PyPA recommended tool`,
    value: { acl: ["2.3.2_1"], "base-system": ["0.114_2"], "gtk+3": ["3.24.43_1"], "python3-pip": ["24.2_1"] },
  },
  {
    fact: XbpsPackages,
    system: "Void Linux of 2018, xbps 0.53, documented",
    output:
      "ii  base-files-0.139_11        Void Linux base system files\nii  linux4.19-4.19.1_1          The Linux kernel\n",
    value: { "base-files": ["0.139_11"], "linux4.19": ["4.19.1_1"] },
  },
  {
    fact: XbpsPackages,
    system: "Debian 12 with xbps and nothing installed, documented",
    output: "",
    value: {},
  },
];
