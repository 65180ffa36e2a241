import { type Fact, fact, sh, z } from "../../api/mod.ts";
import { parsePackages } from "../packages.ts";
import { word } from "../word.ts";

const FORMAT = "%{NAME} %{VERSION}-%{RELEASE}\\n";
// The repoquery of dnf 5 knows tags in small letters alone.
const REPOQUERY_FORMAT = FORMAT.toLowerCase();
const LINE = /^(\S+) (\S+)$/;

/** The packages that rpm has installed. */
export const RpmPackages: Fact<Record<string, string[]>> = fact({
  module: "rpm",
  name: "RpmPackages",
  local: true,
  doc: "The installed packages and their versions with release. Systems with rpm.",
  command: () => sh`rpm --queryformat ${FORMAT} -qa`,
  requiresCommand: "rpm",
  default: () => ({}),
  process: (lines) => parsePackages(lines, LINE),
});

/** An rpm package, by its name or its file on the host. */
export const RpmPackage: Fact<{ name: string; version: string } | null, { package: string }> = fact({
  module: "rpm",
  name: "RpmPackage",
  local: true,
  doc: "Name and version of an installed package, or of a package file; `null` where there is neither.",
  args: () => z.object({ package: word().describe("the name of the package, or its file on the host") }),
  command: (args) =>
    sh`rpm --queryformat ${FORMAT} -q ${args.package} || ! test -e ${args.package} || rpm --queryformat ${FORMAT} -qp ${args.package} 2>/dev/null`,
  requiresCommand: "rpm",
  process: (lines) => {
    const found = lines.map((line) => LINE.exec(line)).find((match) => match !== null);
    return found ? { name: found[1]!, version: found[2]! } : null;
  },
});

/** The packages that provide a name. */
export const RpmPackageProvides: Fact<[name: string, version: string][] | null, { package: string }> = fact({
  module: "rpm",
  name: "RpmPackageProvides",
  doc: "Names and versions of the packages in the repositories that provide a name. Systems with repoquery.",
  args: () => z.object({ package: word().describe("the name that they provide") }),
  command: (args) => sh`repoquery --queryformat ${REPOQUERY_FORMAT} --whatprovides ${args.package} || true`,
  requiresCommand: "repoquery",
  process: (lines) => {
    const found = lines.map((line) => LINE.exec(line)).filter((match) => match !== null);
    return found.length ? found.map(([, name, version]) => [name!, version!]) : null;
  },
});
