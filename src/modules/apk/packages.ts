import { sh } from "../../api/mod.ts";
import { plainPackages, type UpgradingPackages } from "../plain_packages.ts";
import { ApkPackages } from "./facts.ts";
import { update } from "./update.ts";
import { upgrade } from "./upgrade.ts";

/** Installs, upgrades and removes packages with apk. */
export const packages: UpgradingPackages = plainPackages({
  module: "apk",
  doc: "Installs, upgrades and removes packages with apk; `NAME=VERSION` pins one. Alpine.",
  installed: ApkPackages,
  updateIndex: update,
  upgradeAll: upgrade,
  joiner: "=",
  install: (names) => sh`apk add ${names}`,
  uninstall: (names) => sh`apk del ${names}`,
  upgrade: (names) => sh`apk upgrade ${names}`,
});
