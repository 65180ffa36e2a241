import { sh } from "../../api/mod.ts";
import { plainPackages, type UpgradingPackages } from "../plain_packages.ts";
import { PkginPackages } from "./facts.ts";
import { update } from "./update.ts";
import { upgrade } from "./upgrade.ts";

/** Installs, upgrades and removes packages with pkgin. */
export const packages: UpgradingPackages = plainPackages({
  module: "pkgin",
  doc: "Installs, upgrades and removes packages with pkgin. NetBSD, SmartOS and other systems with pkgsrc.",
  installed: PkginPackages,
  updateIndex: update,
  upgradeAll: upgrade,
  install: (names) => sh`pkgin -y install ${names}`,
  uninstall: (names) => sh`pkgin -y remove ${names}`,
  // Its own upgrade is about all packages.
  upgrade: (names) => sh`pkgin -y install ${names}`,
});
