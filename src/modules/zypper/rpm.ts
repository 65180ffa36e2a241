import { sh } from "../../api/mod.ts";
import { rpmFile, type RpmOperation } from "../rpm/package_file.ts";

/** Installs or removes the package in a file. */
export const rpm: RpmOperation = rpmFile({
  module: "zypper",
  systems: "SUSE.",
  // The other managers, too, take a file without a signature; what it depends on has to have one.
  install: (file) => sh`zypper --non-interactive install -y --oldpackage --allow-unsigned-rpm ${file}`,
  remove: (name) => sh`zypper --non-interactive remove -y ${name}`,
});
