import { type Arguments, type Operation, operation } from "../../api/mod.ts";
import { ensureRpmPackages, rpmPackagesArguments } from "../rpm/packages.ts";

/** Installs, upgrades and removes packages with dnf. */
export const packages: Operation<Arguments<typeof rpmPackagesArguments>> = operation(
  {
    module: "dnf",
    name: "packages",
    doc:
      "Installs, upgrades and removes packages with dnf; a name may be one that packages provide. Fedora, Red Hat and relatives.",
    args: rpmPackagesArguments,
  },
  async function* (args, host) {
    yield* ensureRpmPackages("dnf", args, host);
  },
);
