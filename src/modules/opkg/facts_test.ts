import { deepStrictEqual, throws } from "node:assert/strict";
import { processFact } from "../../testing/mod.ts";
import { OpkgConf, OpkgFeeds, OpkgInstallableArchitectures, OpkgUpgradeablePackages } from "./facts.ts";

Deno.test("OpkgConf reads what OpenWrt and Entware write", () => {
  const openwrt = `dest root /
dest ram /tmp
lists_dir ext /var/opkg-lists # kept in memory
option overlay_root /overlay
option check_signature
# option no_install_recommends`;
  deepStrictEqual(processFact(OpkgConf, openwrt), {
    paths: { root: "/", ram: "/tmp" },
    listDir: "/var/opkg-lists",
    options: { overlay_root: "/overlay", check_signature: true },
    archCfg: {},
  });
  const entware = `src/gz entware http://bin.entware.net/aarch64-k3.10
dest root /
lists_dir ext /opt/var/opkg-lists
arch all 100
  arch aarch64-3.10 160`;
  deepStrictEqual(processFact(OpkgConf, entware), {
    paths: { root: "/" },
    listDir: "/opt/var/opkg-lists",
    options: {},
    archCfg: { all: 100, "aarch64-3.10": 160 },
  });
  throws(() => processFact(OpkgConf, "dest incomplete"), /expected 3 words, found "dest incomplete"/);
  throws(() => processFact(OpkgConf, "destination root /"), /setting of opkg, found "destination root \/"/);
  deepStrictEqual(processFact(OpkgConf, ""), { paths: {}, listDir: "", options: {}, archCfg: {} });
});

Deno.test("OpkgFeeds tells the feeds of the distribution from those that were added", () => {
  const output = `src/gz openwrt_core https://downloads.openwrt.org/releases/23.05.3/targets/x86/64/packages

CUSTOM
# add your custom package feeds here
src/gz own-feed http://feeds.example.org/a-b%20c?x=1#y`;
  deepStrictEqual(processFact(OpkgFeeds, output), {
    openwrt_core: {
      url: "https://downloads.openwrt.org/releases/23.05.3/targets/x86/64/packages",
      fmt: "src/gz",
      kind: "distribution",
    },
    "own-feed": { url: "http://feeds.example.org/a-b%20c?x=1#y", fmt: "src/gz", kind: "custom" },
  });
  throws(() => processFact(OpkgFeeds, "src/gz own-feed"), /a feed and its address, found "src\/gz own-feed"/);
  throws(() => processFact(OpkgFeeds, "rsc/gz a http://b"), /found "rsc\/gz a http:\/\/b"/);
});

Deno.test("OpkgInstallableArchitectures reads priorities as numbers, and says where there is none", () => {
  deepStrictEqual(processFact(OpkgInstallableArchitectures, "arch all 1\narch noarch 1\narch i386_pentium 10\n"), {
    all: 1,
    noarch: 1,
    i386_pentium: 10,
  });
  throws(() => processFact(OpkgInstallableArchitectures, "arch all much"), /found "arch all much"/);
});

Deno.test("OpkgUpgradeablePackages tells both versions", () => {
  const output = "luci - git-20.1 - git-23.2\nlibubox20210516 - 1.0-1 - 1.0-2";
  deepStrictEqual(processFact(OpkgUpgradeablePackages, output), {
    luci: { installed: "git-20.1", available: "git-23.2" },
    libubox20210516: { installed: "1.0-1", available: "1.0-2" },
  });
  throws(() => processFact(OpkgUpgradeablePackages, `Collected errors:\n${output}`), /found "Collected errors:"/);
});
