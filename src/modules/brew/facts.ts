import { type Fact, fact, sh } from "../../api/mod.ts";

/** The formulas that Homebrew has installed. */
export const BrewPackages: Fact<Record<string, string[]>> = fact({
  module: "brew",
  name: "BrewPackages",
  doc: "The installed formulas and their versions. macOS, Linux.",
  command: () => sh`brew list --versions`,
  requiresCommand: "brew",
  default: () => ({}),
  process: (lines) =>
    Object.fromEntries(
      lines.map((line) => line.trim().split(/\s+/)).filter((words) => words.length > 1).map((
        [name, ...versions],
      ) => [name!, versions]),
    ),
});
