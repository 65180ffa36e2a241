/** A small Debian in a folder, made by debootstrap once and kept for later runs. @module */
import { join } from "node:path";
import type { Availability } from "./available.ts";
import { bedAvailable } from "./available.ts";
import { run } from "./run.ts";

/** Only root can write there; it survives the tests, because it takes more than a minute to make. */
const ROOTS = "/var/tmp/drover-bed";
const RELEASE = "bookworm";
/** Programs whose facts can answer without an init system; none of them brings `ps`, `ip`, `ss` or `sysctl`. */
const PACKAGES = ["dnf", "openrc", "ruby", "runit", "supervisor", "ufw", "zypper"];

const MAKE = `set -e
cd "$1"
debootstrap=$(command -v debootstrap) || {
  apt-get download -q debootstrap
  dpkg-deb -x debootstrap_*.deb program
  export DEBOOTSTRAP_DIR="$1/program/usr/share/debootstrap"
  debootstrap="$1/program/usr/sbin/debootstrap"
}
sh "$debootstrap" --variant=minbase "$2" "$1/root"
shift 2
chroot root apt-get update -q
chroot root apt-get install -q -y --no-install-recommends -o Dpkg::Options::=--force-unsafe-io "$@"
chroot root apt-get clean
rm -rf root/var/lib/apt/lists/*
`;

/** Where the root is, made if it is not there yet; or why it cannot be had. */
export async function debianRoot(): Promise<Availability & { readonly root: string }> {
  const root = join(ROOTS, [RELEASE, ...PACKAGES].join("-"));
  const bed = await bedAvailable();
  if (!bed.available) return { ...bed, root };
  try {
    await Deno.mkdir(ROOTS, { recursive: true, mode: 0o700 });
    using lock = await Deno.open(join(ROOTS, "lock"), { create: true, write: true });
    await lock.lock(true);
    if (!(await Deno.stat(root).catch(() => undefined))?.isDirectory) await make(root);
    return { available: true, root };
  } catch (error) {
    const said = (error as Error).message.trim().split("\n").at(-1);
    return { available: false, reason: `no Debian root can be made: ${said}`, root };
  }
}

async function make(root: string): Promise<void> {
  const folder = await Deno.makeTempDir({ dir: ROOTS });
  try {
    const env = { DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C.UTF-8" };
    await run(["timeout", "300", "sh", "-c", MAKE, "sh", folder, RELEASE, ...PACKAGES], { env });
    // What is there under this name is whole.
    await Deno.rename(join(folder, "root"), root);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
