import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { ensurePackages, extraArguments, packagesArgument, words } from "../packages.ts";
import { RpmPackages } from "../rpm/mod.ts";

const args = () =>
  z.object({
    packages: packagesArgument(),
    present: z.boolean().default(true).describe("whether they shall be installed"),
    latest: z.boolean().default(false).describe("upgrade those that are installed and not pinned"),
    update: z.boolean().default(false).describe("update all installed packages first"),
    clean: z.boolean().default(false).describe("clean zypper's caches first"),
    extraGlobalInstallArgs: extraArguments("zypper itself, when it installs"),
    extraInstallArgs: extraArguments("the installation"),
    extraGlobalUninstallArgs: extraArguments("zypper itself, when it removes"),
    extraUninstallArgs: extraArguments("the removal"),
  });

/** Installs, upgrades and removes packages with zypper. */
export const packages: Operation<Arguments<typeof args>> = operation(
  {
    module: "zypper",
    name: "packages",
    doc: "Installs, upgrades and removes packages with zypper; `NAME=VERSION` pins one. SUSE.",
    args,
  },
  async function* ({ packages, present, latest, update, clean, ...extra }, host) {
    if (clean) yield sh`zypper clean --all`;
    if (update) yield sh`zypper update -y`;
    if (!packages?.length) return;
    const forInstall = { all: words(extra.extraGlobalInstallArgs), own: words(extra.extraInstallArgs) };
    const forRemoval = { all: words(extra.extraGlobalUninstallArgs), own: words(extra.extraUninstallArgs) };
    yield* ensurePackages({
      packages,
      present,
      latest,
      installed: await host.fact(RpmPackages),
      joiner: "=",
      install: (names) => sh`zypper ${forInstall.all} --non-interactive install -y ${forInstall.own} ${names}`,
      uninstall: (names) => sh`zypper ${forRemoval.all} --non-interactive remove -y ${forRemoval.own} ${names}`,
      upgrade: (names) => sh`zypper update -y ${names}`,
    }, host);
  },
);
