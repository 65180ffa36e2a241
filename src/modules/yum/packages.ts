import { type Arguments, type Operation, operation } from "../../api/mod.ts";
import { ensureRpmPackages, rpmPackagesArguments } from "../rpm/packages.ts";

/** Installs, upgrades and removes packages with yum. */
export const packages: Operation<Arguments<typeof rpmPackagesArguments>> = operation(
  {
    module: "yum",
    name: "packages",
    doc:
      "Installs, upgrades and removes packages with yum; a name may be one that packages provide. Red Hat and relatives.",
    args: rpmPackagesArguments,
  },
  async function* (args, host) {
    yield* ensureRpmPackages("yum", args, host);
  },
);
