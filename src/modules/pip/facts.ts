import { type Fact, fact, sh, z } from "../../api/mod.ts";
import type { InstalledPackages } from "../packages.ts";
import { word } from "../word.ts";

// A package that was installed from elsewhere has its address in place of the version.
const LINE = /^(?:# Editable .*\()?([A-Za-z0-9][A-Za-z0-9._-]*)(?:===?| @ )([^\s)]+)\)?/;
const EDITABLE = /^-e .*#egg=([A-Za-z0-9._-]+)/;

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
      for (const line of lines) {
        const [, name, version] = LINE.exec(line) ?? EDITABLE.exec(line) ?? [];
        if (name !== undefined) found[name] = version === undefined ? [] : [version];
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
