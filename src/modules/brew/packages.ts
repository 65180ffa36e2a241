import { sh } from "../../api/mod.ts";
import { plainPackages, type UpgradingPackages } from "../plain_packages.ts";
import { BrewPackages } from "./facts.ts";
import { update } from "./update.ts";
import { upgrade } from "./upgrade.ts";

/** Installs, upgrades and removes packages with brew. */
export const packages: UpgradingPackages = plainPackages({
  module: "brew",
  doc: "Installs, upgrades and removes packages with Homebrew; `NAME@VERSION` pins one. macOS, Linux.",
  installed: BrewPackages,
  updateIndex: update,
  upgradeAll: upgrade,
  joiner: "@",
  install: (names) => sh`brew install ${names}`,
  uninstall: (names) => sh`brew uninstall ${names}`,
  upgrade: (names) => sh`brew upgrade ${names}`,
});
