import { sh } from "../../api/mod.ts";
import { rpmFile, type RpmOperation } from "../rpm/package_file.ts";

/** Installs or removes the package in a file. */
export const rpm: RpmOperation = rpmFile({
  module: "yum",
  systems: "Red Hat and relatives.",
  install: (file) => sh`yum install -y ${file}`,
  remove: (name) => sh`yum remove -y ${name}`,
});
