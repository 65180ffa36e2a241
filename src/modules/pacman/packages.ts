import { type Arguments, type Operation, operation, sh } from "../../api/mod.ts";
import { ensurePackages, missingPackages } from "../packages.ts";
import { plainArguments } from "../plain_packages.ts";
import { PacmanPackages, PacmanUnpackGroup } from "./facts.ts";
import { update as updateIndex } from "./update.ts";
import { upgrade as upgradeAll } from "./upgrade.ts";

/** Installs and removes packages and groups with pacman. */
export const packages: Operation<Arguments<typeof plainArguments>> = operation(
  {
    module: "pacman",
    name: "packages",
    doc: "Installs and removes packages and groups with pacman; `NAME=VERSION` pins a package. Arch Linux.",
    args: plainArguments,
  },
  async function* ({ packages, present, update, upgrade }, host) {
    if (update) yield* updateIndex.inner({});
    if (upgrade) yield* upgradeAll.inner({});
    if (!packages?.length) return;
    const installed = await host.fact(PacmanPackages);
    const missing = missingPackages(packages, installed, "=");
    const groups = new Map(
      await Promise.all(
        missing.map(async ({ name }) => [name, await host.fact(PacmanUnpackGroup, { package: name })] as const),
      ),
    );
    yield* ensurePackages({
      packages,
      present,
      installed,
      joiner: "=",
      aliases: (name) => (groups.get(name) ?? []).map((member) => ({ name: member, text: member })),
      install: (names) => sh`pacman --noconfirm -S ${names}`,
      uninstall: (names) => sh`pacman --noconfirm -R ${names}`,
    }, host);
  },
);
