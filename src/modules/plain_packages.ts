import { type Arguments, type Fact, type Operation, operation, z } from "../api/mod.ts";
import { type EnsurePackages, ensurePackages, type InstalledPackages, packagesArgument } from "./packages.ts";

/** The arguments of `packages` where the manager can be brought up to date first. */
export const plainArguments = () =>
  z.object({
    packages: packagesArgument(),
    present: z.boolean().default(true).describe("whether they shall be installed"),
    update: z.boolean().default(false).describe("get the package index first"),
    upgrade: z.boolean().default(false).describe("upgrade all installed packages first"),
  });

/** The argument that upgrades what is there. */
export const latestArgument = () =>
  z.boolean().default(false).describe("upgrade those that are installed and not pinned");

const upgradingArguments = () => plainArguments().extend({ latest: latestArgument() });

/** The arguments of `packages` where the manager keeps no index and upgrades single packages alone. */
export const latestArguments = () => upgradingArguments().omit({ update: true, upgrade: true });

/** How a package manager does its work. */
interface PlainManager extends Pick<EnsurePackages, "joiner" | "install" | "uninstall"> {
  readonly module: string;
  readonly doc: string;
  readonly installed: Fact<InstalledPackages>;
}

/** How a manager does its work that is brought up to date as a whole. */
interface Refreshed {
  /** Gets the package index. */
  readonly updateIndex: Operation<Record<never, never>>;
  /** Upgrades all packages. */
  readonly upgradeAll: Operation<Record<never, never>>;
}

/** How a manager does its work that can upgrade single packages. */
type UpgradingManager = PlainManager & Required<Pick<EnsurePackages, "upgrade">>;

/** The operation `packages` of a plain manager. */
export type PlainPackages = Operation<Arguments<typeof plainArguments>>;

/** The operation `packages` of a plain manager that can upgrade single packages. */
export type UpgradingPackages = Operation<Arguments<typeof upgradingArguments>>;

/** The operation `packages` of a manager that can upgrade single packages alone. */
export type LatestPackages = Operation<Arguments<typeof latestArguments>>;

/** The operation `packages` where a manager has a command for each of its ways, and knows nothing but packages. */
export function plainPackages(manager: UpgradingManager & Refreshed): UpgradingPackages;
export function plainPackages(manager: PlainManager & Refreshed): PlainPackages;
export function plainPackages(manager: UpgradingManager): LatestPackages;
export function plainPackages(
  { module, doc, installed, updateIndex, upgradeAll, ...ways }: (PlainManager | UpgradingManager) & Partial<Refreshed>,
): UpgradingPackages {
  const refreshed = "upgrade" in ways ? upgradingArguments : plainArguments;
  const args = (updateIndex ? refreshed : latestArguments) as typeof upgradingArguments;
  return operation({ module, name: "packages", doc, args }, async function* (args, host) {
    const { packages, present, latest, update, upgrade } = args;
    if (update) yield* updateIndex!.inner({});
    if (upgrade) yield* upgradeAll!.inner({});
    if (!packages?.length) return;
    yield* ensurePackages({ packages, present, latest, installed: await host.fact(installed), ...ways }, host);
  });
}
