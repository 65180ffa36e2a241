import { type Arguments, type Operation, operation, z } from "../../api/mod.ts";
import { DebPackages } from "../deb/mod.ts";
import { ensurePackages, extraArguments, missingPackages, packagesArgument, words } from "../packages.ts";
import { aptGet } from "./apt_get.ts";
import { SimulateOperationWillChange } from "./facts.ts";
import { cacheTime, update } from "./update.ts";
import { upgrade } from "./upgrade.ts";

const args = () =>
  z.object({
    packages: packagesArgument(),
    present: z.boolean().default(true).describe("whether they shall be installed"),
    latest: z.boolean().default(false).describe("upgrade those that are installed and have no version given"),
    update: z.boolean().default(false).describe("update the lists of packages first"),
    cacheTime: cacheTime(),
    upgrade: z.boolean().default(false).describe("upgrade all packages first"),
    force: z.boolean().default(false).describe("go on where apt-get would refuse to, as without signatures"),
    noRecommends: z.boolean().default(false).describe("leave recommended packages out"),
    allowDowngrades: z.boolean().default(false).describe("install versions older than those that are there"),
    purge: z.boolean().default(false).describe("with `present: false`: remove the configuration too"),
    extraInstallArgs: extraArguments("`apt-get install`"),
    extraUninstallArgs: extraArguments("`apt-get remove`"),
  });

/** Installs, upgrades or removes packages by apt-get. */
export const packages: Operation<Arguments<typeof args>> = operation(
  {
    module: "apt",
    name: "packages",
    doc: "Installs, upgrades or removes packages, as `NAME` or `NAME=VERSION`. Debian, Ubuntu and their kin.",
    args,
  },
  async function* ({ packages, present, latest, force, ...args }, host) {
    // Asked for in the same turn as the facts of the update, and looked at after them.
    const asked = host.fact(DebPackages);
    asked.catch(() => {});
    let changedLists = false;
    if (args.update) {
      for await (const command of update.inner({ cacheTime: args.cacheTime })) {
        changedLists = true;
        yield command;
      }
    }
    // What an upgrade will do cannot be told before the lists are there.
    if (args.upgrade) yield* changedLists ? [aptGet(["upgrade"])] : upgrade.inner({});

    const install = [
      "install",
      args.noRecommends && "--no-install-recommends",
      args.allowDowngrades && "--allow-downgrades",
      ...words(args.extraInstallArgs),
    ].filter((word) => word !== false);
    const installed = await asked;
    const missing = present ? missingPackages(packages, installed, "=").map(({ text }) => text) : [];
    const upgradable = latest && present
      ? (packages ?? []).filter((name) => !name.includes("=") && Object.hasOwn(installed, name))
      : [];
    const willChange = (names: readonly string[]) =>
      names.length === 0 || changedLists ||
      host.fact(SimulateOperationWillChange, { command: [...install, ...names].join(" ") });
    const [installs, upgrades] = await Promise.all([willChange(missing), willChange(upgradable)]);
    // Also there are a name that another package provides, NAME:ARCHITECTURE, and NAME=VERSION with a wildcard.
    const others = installs ? [] : missing.map((text) => [text, []] as const);
    yield* ensurePackages({
      packages,
      present,
      latest: upgradable.length > 0 && upgrades,
      installed: { ...installed, ...Object.fromEntries(others) },
      joiner: "=",
      install: (names) => aptGet([...install, ...names], force),
      uninstall: (names) =>
        aptGet([args.purge ? "purge" : "remove", ...words(args.extraUninstallArgs), ...names], force),
      upgrade: (names) => aptGet([...install, ...names], force),
    }, host);
  },
);
