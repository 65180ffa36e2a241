import { type Fact, fact, sh, type ShellCommand, z } from "../../api/mod.ts";
import { matchLines } from "../line_matches.ts";
import { parsePackages } from "../packages.ts";
import { word } from "../word.ts";

const FORMAT = "%{NAME} %{VERSION}-%{RELEASE}\\n";
// The repoquery of dnf 5 knows tags in small letters alone.
const REPOQUERY_FORMAT = FORMAT.toLowerCase();
const LINE = /^(\S+) (\S+)$/;
// Busybox puts a dash between name and version; neither the version nor the release hold one.
const ANY_LINE = /^(\S+?)(?: |-(?=[^\s-]+-[^\s-]+$))(\S+)$/;
const EXPECTED = "a package and its version";

/** Runs another command where rpm fails because it is busybox's, which knows no formats. */
function orBusybox(rpm: ShellCommand, busybox: ShellCommand): ShellCommand {
  return sh`${rpm} || case "$(rpm --help 2>&1)" in *BusyBox*) ${busybox} ;; *) false ;; esac`;
}

/** The packages that rpm has installed. */
export const RpmPackages: Fact<Record<string, string[]>> = fact({
  module: "rpm",
  name: "RpmPackages",
  local: true,
  doc: "The installed packages and their versions with release; none by busybox's rpm, which does not keep them. " +
    "Systems with rpm.",
  command: () => orBusybox(sh`rpm --queryformat ${FORMAT} -qa`, sh`true`),
  requiresCommand: "rpm",
  default: () => ({}),
  process: (lines) => parsePackages(lines, LINE),
});

/** An rpm package, by its name or its file on the host. */
export const RpmPackage: Fact<{ name: string; version: string } | null, { package: string }> = fact({
  module: "rpm",
  name: "RpmPackage",
  local: true,
  doc: "Name and version of an installed package, or of a package file; `null` where there is neither. " +
    "Systems with rpm.",
  args: () => z.object({ package: word().describe("the name of the package, or its file on the host") }),
  command: (args) =>
    orBusybox(
      sh`rpm --queryformat ${FORMAT} -q ${args.package} || ! test -f ${args.package} || rpm --queryformat ${FORMAT} -qp ${args.package}`,
      sh`rpm -qp ${args.package}`,
    ),
  requiresCommand: "rpm",
  process: (lines) => {
    const [found] = matchLines(lines, ANY_LINE, EXPECTED, /^package .* is not installed$/);
    return found ? { name: found[1]!, version: found[2]! } : null;
  },
});

// What dnf 5.0 and the subscription manager print among the answers.
const NOTICE =
  /^(Updating and loading repositories:|Repositories loaded\.|Updating Subscription Management|Not root, )/;

/** The packages that provide a name. */
export const RpmPackageProvides: Fact<[name: string, version: string][] | null, { package: string }> = fact({
  module: "rpm",
  name: "RpmPackageProvides",
  doc: "Names and versions of the packages in the repositories that provide a name; `null` where there are none, or " +
    "where the repositories cannot be asked. Systems with repoquery.",
  args: () => z.object({ package: word().describe("the name that they provide") }),
  command: (args) => sh`repoquery --queryformat ${REPOQUERY_FORMAT} --whatprovides ${args.package} || true`,
  requiresCommand: "repoquery",
  process: (lines) => {
    const found = matchLines(lines.filter((line) => !NOTICE.test(line)), LINE, EXPECTED);
    return found.length ? found.map(([, name, version]) => [name!, version!]) : null;
  },
});
