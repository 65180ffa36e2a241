import { createHash } from "node:crypto";
import { type Arguments, type Operation, operation, sh, type ShellCommand, z } from "../../api/mod.ts";
import { download } from "../files/mod.ts";
import { word } from "../word.ts";
import { RpmPackage } from "./facts.ts";

const args = () =>
  z.object({
    src: word().describe("the package's file on the host, or its `http(s):` or `ftp:` address"),
    present: z.boolean().default(true).describe("whether it shall be installed"),
  });

/** The operation `rpm` of a package manager. */
export type RpmOperation = Operation<Arguments<typeof args>>;

interface RpmManager {
  readonly module: string;
  readonly systems: string;
  readonly install: (file: string) => ShellCommand;
  readonly remove: (name: ShellCommand | string) => ShellCommand;
}

/** Makes the operation `rpm`: it installs or removes the package in a file. */
export function rpmFile({ module, systems, install, remove }: RpmManager): RpmOperation {
  return operation(
    {
      module,
      name: "rpm",
      doc:
        `Installs or removes the package in a file, by ${module}, with what it depends on; another version gives way. ` +
        `A file at an address is kept in /var/cache. ${systems}`,
      args,
    },
    async function* ({ src, present }, host) {
      const isAddress = /^(https?|ftp):/i.test(src);
      const file = isAddress ? cachePath(src) : src;
      const info = await host.fact(RpmPackage, { package: file });
      const path = file.includes("/") ? file : `./${file}`;
      if (info === null) {
        // Not there yet, or not whole; what it holds is known when it runs.
        if (isAddress) yield* download.inner({ src, dest: file, force: true });
        else if (!present) return host.noop(`rpm ${src} is not installed`);
        const name = sh`"$(rpm -qp --queryformat ${"%{NAME}"} ${path})"`;
        return yield present
          ? sh`rpm -q "$(rpm -qp ${path})" 2> /dev/null || ${install(path)}`
          : sh`! rpm -q ${name} > /dev/null || ${remove(name)}`;
      }
      const installed = await host.fact(RpmPackage, { package: info.name });
      if (!present) {
        if (installed === null) return host.noop(`rpm ${src} is not installed`);
        return yield remove(info.name);
      }
      if (installed?.version === info.version) return host.noop(`rpm ${src} is installed`);
      yield install(path);
    },
  );
}

// A folder that only root can write to: in /tmp anybody could leave another package under this name.
function cachePath(address: string): string {
  return `/var/cache/drover-${createHash("sha256").update(address).digest("hex").slice(0, 32)}.rpm`;
}
