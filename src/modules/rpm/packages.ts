import { type Command, type OperationHost, raw, sh, z } from "../../api/mod.ts";
import {
  ensurePackages,
  extraArguments,
  missingPackages,
  packagesArgument,
  type PackageSpec,
  words,
} from "../packages.ts";
import { RpmPackageProvides, RpmPackages } from "./facts.ts";

/** The arguments of `dnf.packages` and `yum.packages`. */
export const rpmPackagesArguments = () =>
  z.object({
    packages: packagesArgument(),
    present: z.boolean().default(true).describe("whether they shall be installed"),
    latest: z.boolean().default(false).describe("upgrade those that are installed and not pinned"),
    update: z.boolean().default(false).describe("update all installed packages first"),
    clean: z.boolean().default(false).describe("clean the package manager's cache first"),
    nobest: z.boolean().default(false).describe("install also where the best version cannot be had"),
    extraInstallArgs: extraArguments("the installation"),
    extraUninstallArgs: extraArguments("the removal"),
  });

/** The work of `dnf.packages` and `yum.packages`, which differ in their program alone. */
export async function* ensureRpmPackages(
  program: "dnf" | "yum",
  args: z.output<ReturnType<typeof rpmPackagesArguments>>,
  host: OperationHost,
): AsyncGenerator<Command, void, void> {
  const { packages, present, latest, update, clean, nobest } = args;
  const manager = raw(program);
  if (clean) yield sh`${manager} clean all`;
  if (update) yield sh`${manager} update -y`;
  if (!packages?.length) return;
  const installed = await host.fact(RpmPackages);
  const provided = await providers(missingPackages(packages, installed, "="), host);
  yield* ensurePackages({
    packages,
    present,
    latest,
    installed,
    joiner: "=",
    aliases: (name) => provided.get(name) ?? [],
    install: (names) => sh`${manager} install -y ${[nobest && "--nobest", ...words(args.extraInstallArgs)]} ${names}`,
    uninstall: (names) => sh`${manager} remove -y ${words(args.extraUninstallArgs)} ${names}`,
    upgrade: (names) => sh`${manager} update -y ${names}`,
  }, host);
}

async function providers(missing: readonly PackageSpec[], host: OperationHost): Promise<Map<string, PackageSpec[]>> {
  return new Map(
    await Promise.all(missing.map(async (spec) => {
      const found = await host.fact(RpmPackageProvides, { package: spec.name });
      return [spec.name, (found ?? []).map(([name, version]) => ({ name, version, text: name }))] as const;
    })),
  );
}
