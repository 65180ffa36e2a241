import { type Fact, fact, sh } from "../../api/mod.ts";
import { matchLines } from "../line_matches.ts";
import { unexpected } from "../lines.ts";
import type { InstalledPackages } from "../packages.ts";

/** The formulas that Homebrew has installed. */
export const BrewPackages: Fact<Record<string, string[]>> = fact({
  module: "brew",
  name: "BrewPackages",
  doc: "The installed formulas, and casks where Homebrew lists both, with their versions. macOS, Linux.",
  command: () => sh`brew list --versions`,
  requiresCommand: "brew",
  default: () => ({}),
  process: nameAndVersions,
});

/** The casks that Homebrew has installed. */
export const BrewCasks: Fact<InstalledPackages> = fact({
  module: "brew",
  name: "BrewCasks",
  doc: "The installed casks and their versions. macOS, Linux.",
  command: () => sh`brew list --cask --versions`,
  requiresCommand: "brew",
  default: () => ({}),
  process: nameAndVersions,
});

/** The taps of Homebrew. */
export const BrewTaps: Fact<string[]> = fact({
  module: "brew",
  name: "BrewTaps",
  doc: "The taps that formulas and casks come from, as `homebrew/cask`. macOS, Linux.",
  command: () => sh`brew tap`,
  requiresCommand: "brew",
  default: () => [],
  process: (lines) =>
    matchLines(lines, /^\s*([^\s/]+\/[^\s/]+)\s*$/, "a tap as USER/REPOSITORY").map(([, tap]) => tap!),
});

/** The version of Homebrew. */
export const BrewVersion: Fact<[major: number, minor: number, patch: number]> = fact({
  module: "brew",
  name: "BrewVersion",
  doc: "The version of Homebrew as three numbers; zeros where it tells none. macOS, Linux.",
  command: () => sh`brew --version`,
  requiresCommand: "brew",
  default: () => [0, 0, 0],
  // Of a shallow checkout it says ">=4.3.0".
  process: (lines) => {
    const [, ...numbers] = lines.map((line) => /^Homebrew (?:>=)?(\d+)\.(\d+)\.(\d+)/.exec(line)).find(Boolean) ?? [];
    const [major = 0, minor = 0, patch = 0] = numbers.map(Number);
    return [major, minor, patch];
  },
});

const NAME = /^\w[\w@+./-]*$/;
const VERSION = /\d|^latest$|^HEAD/;

/** Lines of a name and its versions. */
function nameAndVersions(lines: readonly string[]): Record<string, string[]> {
  return Object.fromEntries(
    lines.filter((line) => line.trim() !== "").map((line) => {
      const [name = "", ...versions] = line.trim().split(/\s+/);
      if (NAME.test(name) && versions.length && versions.every((one) => VERSION.test(one))) return [name, versions];
      throw unexpected("a package and its versions", line);
    }),
  );
}
