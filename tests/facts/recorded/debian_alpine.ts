import { ApkPackages } from "../../../src/modules/apk/mod.ts";
import { DebArch, DebPackage, DebPackages } from "../../../src/modules/deb/mod.ts";
import { OpkgFeeds, OpkgPackages } from "../../../src/modules/opkg/mod.ts";
import type { Recorded } from "./recorded.ts";

/** dpkg, apk and opkg. */
export const DEBIAN_ALPINE: readonly Recorded[] = [
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
  { fact: DebArch, system: "Debian 12, dpkg 1.21", output: "amd64\n", value: "amd64" },
  { fact: DebArch, system: "Debian 13 for x32, documented", output: "x32", value: "x32" },
  { fact: DebArch, system: "Raspbian 9, dpkg 1.18, documented", output: "armhf\n", value: "armhf" },
  {
    fact: DebPackages,
    system: "Debian 12, dpkg 1.21, with documented states: removed, broken, only selected, of a foreign architecture",
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
    system: "Debian 12, dpkg-query -s of a removed package, documented",
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
];
