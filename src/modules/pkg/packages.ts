import { type Arguments, type Operation, operation, type OperationHost, raw, sh, z } from "../../api/mod.ts";
import { File } from "../files/mod.ts";
import { ensurePackages, packagesArgument } from "../packages.ts";
import { Arch, Kernel, KernelVersion, Which } from "../server/facts.ts";
import { PkgPackages } from "./facts.ts";

const args = () =>
  z.object({
    packages: packagesArgument(),
    present: z.boolean().default(true).describe("whether they shall be installed"),
    pkgPath: z.string().optional().describe(
      "where pkg_add gets packages from; default: what /etc/installurl says, else the system's own server",
    ),
  });

/** Installs and removes packages with pkg or pkg_add. */
export const packages: Operation<Arguments<typeof args>> = operation(
  {
    module: "pkg",
    name: "packages",
    doc: "Installs and removes packages with pkg (FreeBSD) or pkg_add (OpenBSD, NetBSD).",
    args,
  },
  async function* ({ packages, present, pkgPath }, host) {
    if (!packages?.length) return;
    const [installed, pkg, path] = await Promise.all([
      host.fact(PkgPackages),
      host.fact(Which, { command: "pkg" }),
      pkgPath ?? defaultPath(host),
    ]);
    const source = path === undefined ? raw("") : sh`PKG_PATH=${path}`;
    yield* ensurePackages({
      packages,
      present,
      installed,
      install: (names) => pkg ? sh`pkg install -y ${names}` : sh`${source} pkg_add ${names}`,
      uninstall: (names) => pkg ? sh`pkg delete -y ${names}` : sh`pkg_delete ${names}`,
    }, host);
  },
);

async function defaultPath(host: OperationHost): Promise<string | undefined> {
  const [installUrl, kernel, version, architecture] = await Promise.all([
    host.fact(File, { path: "/etc/installurl" }),
    host.fact(Kernel),
    host.fact(KernelVersion),
    host.fact(Arch),
  ]);
  if (installUrl) return undefined;
  return `http://ftp.${kernel.toLowerCase()}.org/pub/${kernel}/${version}/packages/${architecture}/`;
}
