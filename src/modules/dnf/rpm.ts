import { sh } from "../../api/mod.ts";
import { rpmFile, type RpmOperation } from "../rpm/package_file.ts";

/** Installs or removes the package in a file. */
export const rpm: RpmOperation = rpmFile({
  module: "dnf",
  systems: "Fedora, Red Hat and relatives.",
  install: (file) => sh`dnf install -y ${file}`,
  remove: (name) => sh`dnf remove -y ${name}`,
});
