import { type Fact, fact, sh } from "../../api/mod.ts";
import type { InstalledPackages } from "../packages.ts";

/** The formulas that Homebrew has installed. */
export const BrewPackages: Fact<Record<string, string[]>> = fact({
  module: "brew",
  name: "BrewPackages",
  doc: "The installed formulas and their versions. macOS, Linux.",
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
  process: (lines) => lines.map((line) => line.trim()).filter(Boolean),
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

/** Lines of a name and its versions. */
function nameAndVersions(lines: readonly string[]): Record<string, string[]> {
  const all = lines.map((line) => line.trim().split(/\s+/)).filter((words) => words.length > 1);
  return Object.fromEntries(all.map(([name, ...versions]) => [name!, versions]));
}
