import { type Fact, fact, sh, z } from "../../api/mod.ts";
import { matchLines } from "../line_matches.ts";
import type { InstalledPackages } from "../packages.ts";
import { word } from "../word.ts";

// A package that was installed from elsewhere has its address in place of the version.
const LINE =
  /^(?:(?:# Editable .*\()?([A-Za-z0-9][A-Za-z0-9._-]*)(?:===?| @ )([^\s)]+)\)?|-e .*#egg=([A-Za-z0-9._-]+))/;
// The name of what was installed from a folder stands in the comment above it; old versions list what a removal has left
// behind, as "-ip==20.0".
const OTHERS = /^[#-]/;

function packagesFact(name: string, pip: string): Fact<InstalledPackages, { pip?: string }> {
  return fact({
    module: "pip",
    name,
    doc: "Installed Python packages with their versions. Any system with pip.",
    args: () => z.object({ pip: word().default(pip).describe("the pip program, or its path") }),
    requiresCommand: ({ pip }) => pip,
    command: ({ pip }) => sh`${pip} freeze --all`,
    process: (lines) => {
      const found: Record<string, string[]> = {};
      for (const [, name, version, editable] of matchLines(lines, LINE, "a package and its version", OTHERS)) {
        found[name ?? editable!] = version === undefined ? [] : [version];
      }
      return found;
    },
    default: () => ({}),
  });
}

/** Installed Python packages. */
export const PipPackages: Fact<InstalledPackages, { pip?: string }> = packagesFact("PipPackages", "pip");
/** Installed Python packages, told by `pip3`. */
export const Pip3Packages: Fact<InstalledPackages, { pip?: string }> = packagesFact("Pip3Packages", "pip3");

/** Whether all that a requirements file asks for is installed. */
export const PipRequirementsMet: Fact<boolean, { requirements: string; pip?: string }> = fact({
  module: "pip",
  name: "PipRequirementsMet",
  doc: "Whether all that a requirements file on the host asks for is installed; `false` where that cannot be told. " +
    "Any system with pip 22.2 or later.",
  args: () =>
    z.object({
      requirements: word().describe("the requirements file"),
      pip: word().default("pip").describe("the pip program, or its path"),
    }),
  requiresCommand: ({ pip }) => pip,
  // Without an index nothing is fetched: what is missing makes pip fail.
  command: ({ requirements, pip }) =>
    sh`${pip} install --dry-run --no-index --disable-pip-version-check -r ${requirements} 2>/dev/null && echo complete || true`,
  process: (lines) => lines.at(-1) === "complete" && !lines.some((line) => line.startsWith("Would install")),
  default: () => false,
});
