import { type Arguments, type Operation, operation, OperationError, sh, z } from "../../api/mod.ts";
import { ensurePackages, packagesArgument } from "../packages.ts";
import { latestArgument } from "../plain_packages.ts";
import { OpkgPackages } from "./facts.ts";
import { update as updateLists } from "./update.ts";

const args = () =>
  z.object({
    packages: packagesArgument(),
    present: z.boolean().default(true).describe("whether they shall be installed"),
    latest: latestArgument(),
    update: z.boolean().default(true).describe("get the package lists first where something is to be installed"),
  });

/** Installs, upgrades and removes packages with opkg. */
export const packages: Operation<Arguments<typeof args>> = operation(
  {
    module: "opkg",
    name: "packages",
    doc:
      "Installs, upgrades and removes packages with opkg, which knows no versions. The package lists are fetched only " +
      "where something is to be installed or upgraded. OpenWrt and other systems with opkg.",
    args,
  },
  async function* ({ packages, present, latest, update }, host) {
    const names = (packages ?? []).filter((name) => name !== "");
    if (names.length === 0) return host.noop("empty or invalid package list provided to opkg.packages");
    const pinned = names.filter((name) => name.includes("="));
    if (pinned.length > 0) {
      throw new OperationError(
        `opkg does not support version pinning but found for: ${pinned.map((name) => name.split("=")[0]).join(",")}`,
        { hint: "Give the names of packages alone." },
      );
    }
    const commands = [...ensurePackages({
      packages: names,
      present,
      latest,
      installed: await host.fact(OpkgPackages),
      install: (names) => sh`opkg install ${names}`,
      uninstall: (names) => sh`opkg remove ${names}`,
      upgrade: (names) => sh`opkg upgrade ${names}`,
    }, host)];
    if (update && present && commands.length > 0) yield* updateLists.inner({});
    yield* commands;
  },
);
