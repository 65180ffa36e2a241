import { arg, type Arguments, type Operation, operation, z } from "../../api/mod.ts";
import { ensurePackages } from "../packages.ts";
import { latestArgument } from "../plain_packages.ts";
import { cask } from "./cask.ts";
import { BrewCasks, BrewVersion } from "./facts.ts";

const args = () =>
  z.object({
    casks: arg.list().optional().describe("a cask or a list of them"),
    present: z.boolean().default(true).describe("whether they shall be installed"),
    latest: latestArgument(),
    upgrade: z.boolean().default(false).describe("upgrade all casks first"),
  });

/** Installs, upgrades and removes casks. */
export const casks: Operation<Arguments<typeof args>> = operation(
  {
    module: "brew",
    name: "casks",
    doc: "Installs, upgrades and removes casks with Homebrew. macOS, Linux.",
    args,
  },
  async function* ({ casks, present, latest, upgrade }, host) {
    const [version, installed] = await Promise.all([
      host.fact(BrewVersion),
      casks?.length ? host.fact(BrewCasks) : {},
    ]);
    if (upgrade) yield cask(version, "upgrade");
    yield* ensurePackages({
      packages: casks,
      present,
      latest,
      installed,
      joiner: "@",
      install: (names) => cask(version, "install", names),
      uninstall: (names) => cask(version, "uninstall", names),
      upgrade: (names) => cask(version, "upgrade", names),
    }, host);
  },
);
