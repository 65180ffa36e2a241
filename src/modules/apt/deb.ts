import { createHash } from "node:crypto";
import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { DebPackage, DebPackages } from "../deb/mod.ts";
import { download } from "../files/mod.ts";
import { word } from "../word.ts";
import { aptGet } from "./apt_get.ts";

const args = () =>
  z.object({
    src: word().describe("the package's file on the host, or its `http(s):` or `ftp:` address"),
    present: z.boolean().default(true).describe("whether it shall be installed"),
    force: z.boolean().default(false).describe("go on where apt-get would refuse to, as without signatures"),
  });

/** Installs or removes a package from a file. */
export const deb: Operation<Arguments<typeof args>> = operation(
  {
    module: "apt",
    name: "deb",
    doc: "Installs or removes the package in a `.deb` file, with what it depends on. A file at an address is kept in " +
      "apt's cache. Debian, Ubuntu and their kin.",
    args,
  },
  async function* ({ src, present, force }, host) {
    const isAddress = /^(https?|ftp):/i.test(src);
    const path = isAddress ? cachePath(src) : src.includes("/") ? src : `./${src}`;
    const [info, installed] = await Promise.all([host.fact(DebPackage, { package: path }), host.fact(DebPackages)]);
    // Not there yet, or not whole.
    if (isAddress && info === null) yield* download.inner({ src, dest: path, force: true });
    const versions = info && Object.hasOwn(installed, info.name) ? installed[info.name]! : [];
    if (!present) {
      if (!info || versions.length === 0) return host.noop(`deb ${src} is not installed`);
      return yield aptGet(["remove", info.name], force);
    }
    if (info && versions.includes(String(info.version))) return host.noop(`deb ${src} is installed`);
    // What it depends on is missing the first time; apt-get then installs that.
    yield sh`dpkg --force-confdef --force-confold -i ${path} 2> /dev/null || true`;
    yield aptGet(["install", "-f"], force);
    yield sh`dpkg --force-confdef --force-confold -i ${path}`;
  },
);

// A folder that only root can write to: in /tmp anybody could leave another package under this name.
function cachePath(address: string): string {
  return `/var/cache/apt/archives/drover-${createHash("sha256").update(address).digest("hex").slice(0, 32)}.deb`;
}
