import { arg, type Arguments, type Operation, operation, OperationError, z } from "../../api/mod.ts";
import { packages as apk } from "../apk/mod.ts";
import { packages as apt } from "../apt/mod.ts";
import { packages as brew } from "../brew/mod.ts";
import { packages as dnf } from "../dnf/mod.ts";
import { packages as pacman } from "../pacman/mod.ts";
import { packages as pkg } from "../pkg/mod.ts";
import { packages as xbps } from "../xbps/mod.ts";
import { packages as yum } from "../yum/mod.ts";
import { packages as zypper } from "../zypper/mod.ts";
import { Which } from "./facts.ts";

const args = () =>
  z.object({
    packages: arg.list().describe("a package or a list of them"),
    present: z.boolean().default(true).describe("whether they shall be installed"),
  });

// The first that the host has is taken: zypper's systems may have an apt, dnf's have a yum.
const MANAGERS = [
  ["zypper", zypper],
  ["apk", apk],
  ["apt", apt],
  ["brew", brew],
  ["dnf", dnf],
  ["pacman", pacman],
  ["xbps-install", xbps],
  ["yum", yum],
  ["pkg", pkg],
  ["pkg_add", pkg],
] as const;

/** Installs or removes packages with the host's own package manager. */
export const packages: Operation<Arguments<typeof args>> = operation(
  {
    module: "server",
    name: "packages",
    doc:
      "Installs or removes packages with the package manager that the host has: zypper, apk, apt, brew, dnf, pacman, xbps, yum or pkg.",
    args,
  },
  async function* (args, host) {
    const paths = await Promise.all(MANAGERS.map(([command]) => host.fact(Which, { command })));
    const found = MANAGERS.find((_, index) => paths[index]);
    if (found) return yield* found[1].inner(args);
    throw new OperationError(`No package manager found (no ${MANAGERS.map(([name]) => name).join(", ")} found)`, {
      hint: "Use the operation of the host's own package manager, or server.shell.",
    });
  },
);
