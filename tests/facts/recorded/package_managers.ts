import { ApkPackages } from "../../../src/modules/apk/mod.ts";
import { BrewCasks, BrewPackages, BrewTaps } from "../../../src/modules/brew/mod.ts";
import { DebArch, DebPackage, DebPackages } from "../../../src/modules/deb/mod.ts";
import { OpkgFeeds, OpkgPackages } from "../../../src/modules/opkg/mod.ts";
import { PacmanPackages, PacmanUnpackGroup } from "../../../src/modules/pacman/mod.ts";
import { PaludisPackages } from "../../../src/modules/paludis/mod.ts";
import { PkgPackages } from "../../../src/modules/pkg/mod.ts";
import { PkginPackages } from "../../../src/modules/pkgin/mod.ts";
import {
  PortageMaskedPackages,
  PortagePackages,
  PortageUpgradeablePackages,
  PortageUseFlags,
  PortageWorld,
} from "../../../src/modules/portage/mod.ts";
import { XbpsPackages } from "../../../src/modules/xbps/mod.ts";
import type { Recorded } from "./recorded.ts";

/** The package managers of systems without rpm. */
export const PACKAGE_MANAGERS: readonly Recorded[] = [
  {
    fact: ApkPackages,
    system: "Alpine 3.18, apk-tools 2.14, documented; one package of a build is virtual",
    output:
      "alpine-baselayout-3.4.3-r1\nca-certificates-bundle-20230506-r0\nlibcrypto3-3.1.4-r1\n.build-deps-20240102.030405\nfont-adobe-100dpi-1.0.4-r2",
    value: {
      "alpine-baselayout": ["3.4.3-r1"],
      "ca-certificates-bundle": ["20230506-r0"],
      libcrypto3: ["3.1.4-r1"],
      ".build-deps": ["20240102.030405"],
      "font-adobe-100dpi": ["1.0.4-r2"],
    },
  },
  {
    fact: ApkPackages,
    system: "Alpine 3.8, apk-tools 2.10, documented",
    output: "musl-1.1.19-r10\nbusybox-1.28.4-r3\nlibressl2.7-libcrypto-2.7.5-r0\npy-setuptools-39.1.0-r0",
    value: {
      musl: ["1.1.19-r10"],
      busybox: ["1.28.4-r3"],
      "libressl2.7-libcrypto": ["2.7.5-r0"],
      "py-setuptools": ["39.1.0-r0"],
    },
  },
  {
    fact: ApkPackages,
    system: "OpenWrt 25.12 and Alpine 3.22, apk-tools 3.0, documented",
    output: "base-files-1700~ddc3e3a-r0\ndropbear-2025.88-r1\nluci-mod-status-25.300.1~1a2b3c4\nzlib-1.3.1-r2",
    value: {
      "base-files": ["1700~ddc3e3a-r0"],
      dropbear: ["2025.88-r1"],
      "luci-mod-status": ["25.300.1~1a2b3c4"],
      zlib: ["1.3.1-r2"],
    },
  },
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
  { fact: DebArch, system: "Debian 12, dpkg 1.21", output: "amd64\n", value: "amd64" },
  { fact: DebArch, system: "Debian 13 for x32, documented", output: "x32", value: "x32" },
  { fact: DebArch, system: "Raspbian 9, dpkg 1.18, documented", output: "armhf\n", value: "armhf" },
  {
    fact: DebPackages,
    system: "Debian 12, dpkg 1.21; with packages of a foreign architecture, removed, broken and only selected",
    output: `Architecture amd64
ii  adduser:all 3.134
ii  libc6:amd64 2.36-9+deb12u14
ii  libc6:i386 2.36-9+deb12u14
rc  nano:amd64 7.2-1+deb12u1
iU  sudo:amd64 1.9.13p3-1+deb12u1
iHR vim:amd64 2:9.0.1378-2
hi  linux-image-amd64:amd64 6.1.129-1
it  man-db:amd64 2.11.2-2
un  not-there: `,
    value: {
      adduser: ["3.134"],
      libc6: ["2.36-9+deb12u14"],
      "libc6:i386": ["2.36-9+deb12u14"],
      "linux-image-amd64": ["6.1.129-1"],
      "man-db": ["2.11.2-2"],
    },
  },
  {
    fact: DebPackages,
    system: "Ubuntu 14.04, dpkg 1.17, documented",
    output: "Architecture i386\nii  apt:i386 1.0.1ubuntu2.24\nii  python:i386 2.7.5-5ubuntu3",
    value: { apt: ["1.0.1ubuntu2.24"], python: ["2.7.5-5ubuntu3"] },
  },
  {
    fact: DebPackages,
    system: "Debian 11, the table of dpkg --list, documented",
    output: `Desired=Unknown/Install/Remove/Purge/Hold
| Status=Not/Inst/Conf-files/Unpacked/halF-conf/Half-inst/trig-aWait/Trig-pend
|/ Err?=(none)/Reinst-required (Status,Err: uppercase=bad)
||/ Name           Version         Architecture Description
+++-==============-===============-============-=================================
ii  adduser        3.118+deb11u1   all          add and remove users and groups
ii  libacl1:amd64  2.2.53-10       amd64        access control list - shared library`,
    value: { adduser: ["3.118+deb11u1"], libacl1: ["2.2.53-10"] },
  },
  {
    fact: DebPackage,
    system: "Debian 12, dpkg-query -s",
    args: { package: "sed" },
    output: `Package: sed
Essential: yes
Status: install ok installed
Version: 4.9-1
Description: GNU stream editor for filtering/transforming text
 sed reads the specified files or the standard input if no
 Version: 1 files are specified.
Homepage: https://www.gnu.org/software/sed/`,
    value: { name: "sed", version: "4.9-1" },
  },
  {
    fact: DebPackage,
    system: "Debian 12, dpkg-query -s of a removed package",
    args: { package: "nano" },
    output: "Package: nano\nStatus: deinstall ok config-files\nVersion: 7.2-1\nConffiles:\n /etc/nanorc 1a",
    value: null,
  },
  {
    fact: DebPackage,
    system: "Debian 12, dpkg-deb -f",
    args: { package: "/tmp/a.deb" },
    output: "Package: drover-demo\nVersion: 1:2.0-3",
    value: { name: "drover-demo", version: "1:2.0-3" },
  },
  {
    fact: OpkgPackages,
    system: "OpenWrt 22.03, documented",
    output: "base-files - 1494-r19803-9a599fee93\nkmod-nft-core - 5.10.146-1\nluci-app-opkg - git-22.273.29015-e01e38c",
    value: {
      "base-files": ["1494-r19803-9a599fee93"],
      "kmod-nft-core": ["5.10.146-1"],
      "luci-app-opkg": ["git-22.273.29015-e01e38c"],
    },
  },
  {
    fact: OpkgFeeds,
    system: "OpenWrt 23.05, documented",
    output: `dest root /
dest ram /tmp
lists_dir ext /var/opkg-lists
option overlay_root /overlay
option check_signature

src/gz openwrt_base https://downloads.openwrt.org/releases/23.05.3/packages/x86_64/base

CUSTOM
# add your custom package feeds here
#
# src/gz example_feed_name http://www.example.com/path/to/files
`,
    value: {
      openwrt_base: {
        url: "https://downloads.openwrt.org/releases/23.05.3/packages/x86_64/base",
        fmt: "src/gz",
        kind: "distribution",
      },
    },
  },
  {
    fact: OpkgFeeds,
    system: "OpenWrt 12.09, documented: its feed stands in opkg.conf",
    output: `src/gz attitude_adjustment http://downloads.openwrt.org/attitude_adjustment/12.09/ar71xx/generic/packages
dest root /
dest ram /tmp
lists_dir ext /var/opkg-lists
option overlay_root /overlay

CUSTOM
`,
    value: {
      attitude_adjustment: {
        url: "http://downloads.openwrt.org/attitude_adjustment/12.09/ar71xx/generic/packages",
        fmt: "src/gz",
        kind: "distribution",
      },
    },
  },
  {
    fact: OpkgFeeds,
    system: "Yocto 4.0, opkg 0.5, documented",
    output: `arch all 1
arch core2-64 16
src/gz uri-all-0 http://feeds.example.org/all
src uri-own file:///srv/feed

CUSTOM`,
    value: {
      "uri-all-0": { url: "http://feeds.example.org/all", fmt: "src/gz", kind: "distribution" },
      "uri-own": { url: "file:///srv/feed", fmt: "src", kind: "distribution" },
    },
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
    fact: PaludisPackages,
    system: "Exherbo, cave 3.0, documented",
    output: "sys-apps/systemd 256.7\ndev-lang/python 3.11.10\ndev-lang/python 3.12.7-r1",
    value: { "sys-apps/systemd": ["256.7"], "dev-lang/python": ["3.11.10", "3.12.7-r1"] },
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
    fact: PortagePackages,
    system: "Gentoo, documented; a package is being installed",
    output:
      "acct-group/root-0-r1\ndev-libs/openssl-3.3.2\nsys-apps/-MERGING-portage-3.0.66\nsys-libs/ncurses-6.4_p20240414",
    value: { "acct-group/root": ["0-r1"], "dev-libs/openssl": ["3.3.2"], "sys-libs/ncurses": ["6.4_p20240414"] },
  },
  {
    fact: PortageWorld,
    system: "Gentoo, documented",
    output: "app-editors/vim\ndev-lang/python:3.12\nsys-kernel/gentoo-sources\nx11-misc/own::local\n@kde-apps\n",
    value: ["app-editors/vim", "dev-lang/python:3.12", "sys-kernel/gentoo-sources", "x11-misc/own::local", "@kde-apps"],
  },
  {
    fact: PortageUseFlags,
    system: "Gentoo, portageq envvar USE, documented",
    output: "X acl amd64 abi_x86_64 cpu_flags_x86_sse4_2 elibc_glibc kernel_linux l10n_pt-BR python_targets_python3_12",
    value: "X acl amd64 abi_x86_64 cpu_flags_x86_sse4_2 elibc_glibc kernel_linux l10n_pt-BR python_targets_python3_12"
      .split(" "),
  },
  {
    fact: PortageUpgradeablePackages,
    system: "Gentoo, Portage 3.0, documented",
    output: `[ebuild     U  ] sys-apps/portage-3.0.66.1 [3.0.65]
[ebuild  N     ] dev-libs/new-1.0
[ebuild  NS    ] dev-lang/python-3.13.0 [3.12.7]
[ebuild     U ~] dev-lang/python-3.12.7_p1 [3.12.6] USE="-debug"
[ebuild     UD ] dev-libs/older-1.0-r1 [1.1]
[ebuild   R    ] sys-libs/zlib-1.3.1
[binary     U  ] x11-libs/gtk+-3.24.43:3::gentoo [3.24.42:3::gentoo]
[blocks B      ] <dev-libs/old-2 ("<dev-libs/old-2" is blocking dev-libs/new-1.0)
 * IMPORTANT: 2 news items need reading for repository 'gentoo'.`,
    value: {
      "sys-apps/portage": "3.0.66.1",
      "dev-lang/python": "3.12.7_p1",
      "x11-libs/gtk+": "3.24.43",
    },
  },
  {
    fact: PortageMaskedPackages,
    system: "Gentoo, package.mask, documented",
    output: `# not yet
>=dev-lang/python-3.13
=sys-devel/gcc-14*
sys-apps/systemd
<media-fonts/font-adobe-100dpi-1.0.3:0 # why
*/*::overlay
~dev-lang/python-3.12.1`,
    value: ["dev-lang/python", "sys-devel/gcc", "sys-apps/systemd", "media-fonts/font-adobe-100dpi", "*/*"],
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
];
