import { type Fact, fact, raw, sh, z } from "../../api/mod.ts";
import { matchLines } from "../line_matches.ts";
import { oneLine, unexpected } from "../lines.ts";
import type { InstalledPackages } from "../packages.ts";
import { unlessSaid } from "../unless_said.ts";

/** The architecture that the host's packages are for. */
export const DebArch: Fact<string | null> = fact({
  module: "deb",
  name: "DebArch",
  doc: "The architecture that packages are for, as `amd64`; `null` without dpkg. Debian, Ubuntu and their kin.",
  constant: true,
  requiresCommand: "dpkg",
  command: () => sh`dpkg --print-architecture`,
  process: (lines) => oneLine(lines, "an architecture", /^[a-z0-9-]+$/),
});

const PACKAGE_LINE =
  /^[uihrp]([ncHUFWti])R?\s+([a-zA-Z0-9+.-]+)(?::([a-zA-Z0-9-]*))?(?:\s+([a-zA-Z0-9:~.+-]+)(?:\s|$)|\s*$)/;
// The heading of `dpkg --list` tells the letters in front of a package.
const HEADING = /^(Architecture |Desired=|\| Status=|\|\/ Err\?=|\|\|\/ Name|\+\+\+-)/;

/** Installed packages and their versions. */
export const DebPackages: Fact<InstalledPackages> = fact({
  module: "deb",
  name: "DebPackages",
  local: true,
  doc: "Installed packages with their versions; those of a foreign architecture as `NAME:ARCH`. " +
    "Debian, Ubuntu and their kin.",
  requiresCommand: "dpkg-query",
  command: () =>
    sh`echo "Architecture $(dpkg --print-architecture)" && dpkg-query -W -f ${"${db:Status-Abbrev} ${Package}:${Architecture} ${Version}\n"}`,
  process: (lines) => {
    const native = lines.map((line) => /^Architecture (\S+)$/.exec(line)?.[1]).find(Boolean);
    const found: Record<string, string[]> = {};
    for (
      const [, status, name, architecture, version] of matchLines(lines, PACKAGE_LINE, "a package", HEADING)
    ) {
      // Installed, or waiting for triggers alone; "rc" and the like have left only their configuration.
      if (!name || !version || !"iWt".includes(status!)) continue;
      const isForeign = native !== undefined && ![undefined, "all", native].includes(architecture);
      const key = isForeign ? `${name}:${architecture}` : name;
      const versions = Object.hasOwn(found, key) ? found[key]! : [];
      if (!versions.includes(version)) found[key] = [...versions, version];
    }
    return found;
  },
  default: () => ({}),
});

/** What is known of one package. */
export interface DebPackageInfo {
  readonly name: string;
  readonly version: string;
}

/** Name and version of an installed package or of a package file. */
export const DebPackage: Fact<DebPackageInfo | null, { package: string }> = fact({
  module: "deb",
  name: "DebPackage",
  local: true,
  doc: "Name and version of an installed package, or of a `.deb` file on the host; `null` where there is none. " +
    "Debian, Ubuntu and their kin.",
  args: () => z.object({ package: z.string().min(1).describe("a package's name, or the path of a file with a `/`") }),
  requiresCommand: "dpkg",
  command: (args) =>
    args.package.includes("/")
      ? unlessSaid(raw("*': No such file or directory'*"), sh`dpkg-deb -f ${args.package} Package Version`)
      : unlessSaid(raw("*'is not installed'* | *'no packages found'*"), sh`dpkg-query -s -- ${args.package}`),
  process: (lines) => {
    const fields = matchLines(lines, /^\s*([A-Z][\w-]*):(?: (.*))?$/, "a field and its value", /^\s/);
    const field = (name: string) => fields.find(([, key]) => key === name)?.[2]?.trim();
    const [name, version, status] = [field("Package"), field("Version"), field("Status")];
    if (name === undefined && lines.length > 0) throw unexpected("a field Package", lines[0]!);
    if (name === undefined || version === undefined) return null;
    return status === undefined || / (installed|triggers-\w+)$/.test(status) ? { name, version } : null;
  },
});
