import { type Fact, fact, sh } from "../../api/mod.ts";
import { oneLine } from "../lines.ts";
import { type InstalledPackages, parsePackages } from "../packages.ts";

/** The packages that Chocolatey has installed. */
export const ChocoPackages: Fact<InstalledPackages> = fact({
  module: "choco",
  name: "ChocoPackages",
  doc: "The installed packages and their versions. Windows with Chocolatey and a POSIX shell.",
  requiresCommand: "choco",
  // Up to 1.x `list` asks the remote sources unless told otherwise; from 2.0 on it refuses to be told.
  command: () =>
    sh`case "$(choco --version)" in 0.* | 1.*) choco list --local-only --limit-output ;; *) choco list --limit-output ;; esac`,
  // Where it is not limited it names itself first, and counts the packages at the end.
  process: (lines) =>
    parsePackages(lines, /^([^\s|]+)[ |](\d[^\s|]*)\s*$/, /^Chocolatey v\d|^\d+ (packages|applications) /),
  default: () => ({}),
});

/** The version of Chocolatey. */
export const ChocoVersion: Fact<string | null> = fact({
  module: "choco",
  name: "ChocoVersion",
  doc: "The version of Chocolatey, as `2.3.0`; `null` without it. Windows with Chocolatey and a POSIX shell.",
  requiresCommand: "choco",
  command: () => sh`choco --version`,
  process: (lines) => oneLine(lines.filter((line) => line.trim() !== ""), "a version", /^\d+\.\d\S*\s*$/).trim(),
});
