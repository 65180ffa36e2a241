import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { ensurePackages, missingPackages, packagesArgument } from "../packages.ts";
import { PacmanPackages, PacmanUnpackGroup } from "./facts.ts";
import { update as updateIndex } from "./update.ts";
import { upgrade as upgradeAll } from "./upgrade.ts";

const args = () =>
  z.object({
    packages: packagesArgument(),
    present: z.boolean().default(true).describe("whether they shall be installed"),
    update: z.boolean().default(false).describe("get the package databases first"),
    upgrade: z.boolean().default(false).describe("upgrade all installed packages first"),
  });

/** Installs and removes packages and groups with pacman. */
export const packages: Operation<Arguments<typeof args>> = operation(
  {
    module: "pacman",
    name: "packages",
    doc: "Installs and removes packages and groups with pacman; `NAME=VERSION` pins a package. Arch Linux.",
    args,
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
