import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { ensurePackages, packagesArgument } from "../packages.ts";
import { XbpsPackages } from "./facts.ts";
import { update as updateIndex } from "./update.ts";
import { upgrade as upgradeAll } from "./upgrade.ts";

const args = () =>
  z.object({
    packages: packagesArgument(),
    present: z.boolean().default(true).describe("whether they shall be installed"),
    update: z.boolean().default(false).describe("get the package index first"),
    upgrade: z.boolean().default(false).describe("upgrade all installed packages first"),
  });

/** Installs and removes packages with xbps. */
export const packages: Operation<Arguments<typeof args>> = operation(
  {
    module: "xbps",
    name: "packages",
    doc: "Installs and removes packages with xbps. Void Linux.",
    args,
  },
  async function* ({ packages, present, update, upgrade }, host) {
    if (update) yield* updateIndex.inner({});
    if (upgrade) yield* upgradeAll.inner({});
    if (!packages?.length) return;
    yield* ensurePackages({
      packages,
      present,
      installed: await host.fact(XbpsPackages),
      install: (names) => sh`xbps-install -y -u ${names}`,
      uninstall: (names) => sh`xbps-remove -y ${names}`,
    }, host);
  },
);
