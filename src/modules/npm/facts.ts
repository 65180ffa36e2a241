import { arg, type Fact, fact, pathWord, raw, sh, z } from "../../api/mod.ts";
import { type InstalledPackages, parsePackages } from "../packages.ts";
import { unlessSaid } from "../unless_said.ts";

const PACKAGE = /^[└├+\x60][─-]+ ((?:@[^\s@/]+\/)?[^\s@/]+)@(\S+)(?: |$)/;
// The folder comes first, by its path or as a package with its path, named after the folder where it has no name of its
// own; what is missing is marked in capitals.
const OTHERS = /^(\S+ |[^└├+\x60].*@\S* )?(\/|[A-Za-z]:\\)|^[└├+\x60][─-]+ (\(empty\)$|UNMET )/;

// Before the first global package the folder for them may not be there.
const NO_FOLDER = raw("*ENOENT*lstat*");

/** The packages that npm has installed. */
export const NpmPackages: Fact<InstalledPackages, { directory?: string }> = fact({
  module: "npm",
  name: "NpmPackages",
  doc: "The installed packages and their versions, global or of a folder. Any system with npm.",
  args: () =>
    z.object({
      directory: arg.path().optional().describe("the folder that they are installed in (default: the global ones)"),
    }),
  requiresCommand: "npm",
  // With 1 npm says that packages are missing or not asked for; it lists the others all the same.
  command: ({ directory }) =>
    directory === undefined
      ? unlessSaid(NO_FOLDER, sh`{ npm list --global --depth=0 || test $? -eq 1; }`)
      : sh`! test -d ${pathWord(directory)} || npm --prefix ${pathWord(directory)} list --depth=0 || test $? -eq 1`,
  process: (lines) => parsePackages(lines, PACKAGE, OTHERS),
  default: () => ({}),
});
