import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { ensurePackages, packagesArgument } from "../packages.ts";
import { ApkPackages } from "./facts.ts";
import { update as updateIndex } from "./update.ts";
import { upgrade as upgradeAll } from "./upgrade.ts";

const args = () =>
  z.object({
    packages: packagesArgument(),
    present: z.boolean().default(true).describe("whether they shall be installed"),
    latest: z.boolean().default(false).describe("upgrade those that are installed and not pinned"),
    update: z.boolean().default(false).describe("get the package index first"),
    upgrade: z.boolean().default(false).describe("upgrade all installed packages first"),
  });

/** Installs, upgrades and removes packages with apk. */
export const packages: Operation<Arguments<typeof args>> = operation(
  {
    module: "apk",
    name: "packages",
    doc: "Installs, upgrades and removes packages with apk; `NAME=VERSION` pins one. Alpine.",
    args,
  },
  async function* ({ packages, present, latest, update, upgrade }, host) {
    if (update) yield* updateIndex.inner({});
    if (upgrade) yield* upgradeAll.inner({});
    if (!packages?.length) return;
    yield* ensurePackages({
      packages,
      present,
      latest,
      installed: await host.fact(ApkPackages),
      joiner: "=",
      install: (names) => sh`apk add ${names}`,
      uninstall: (names) => sh`apk del ${names}`,
      upgrade: (names) => sh`apk upgrade ${names}`,
    }, host);
  },
);
