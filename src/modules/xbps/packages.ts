import { sh } from "../../api/mod.ts";
import { type PlainPackages, plainPackages } from "../plain_packages.ts";
import { XbpsPackages } from "./facts.ts";
import { update } from "./update.ts";
import { upgrade } from "./upgrade.ts";

/** Installs and removes packages with xbps. */
export const packages: PlainPackages = plainPackages({
  module: "xbps",
  doc: "Installs and removes packages with xbps. Void Linux.",
  installed: XbpsPackages,
  updateIndex: update,
  upgradeAll: upgrade,
  install: (names) => sh`xbps-install -y -u ${names}`,
  uninstall: (names) => sh`xbps-remove -y ${names}`,
});
