import { type Fact, fact, sh } from "../../api/mod.ts";
import { type InstalledPackages, parsePackages } from "../packages.ts";

/** The packages that `cargo install` has installed. */
export const CargoPackages: Fact<InstalledPackages> = fact({
  module: "cargo",
  name: "CargoPackages",
  doc: "The packages that `cargo install` has installed for the user, and their versions. Any system with cargo.",
  requiresCommand: "cargo",
  command: () => sh`cargo install --list`,
  // The programs of a package follow it, indented.
  process: (lines) => parsePackages(lines, /^(\S+) v(\S+?)(?: \(.*\))?:$/, /^ {4}\S/),
  default: () => ({}),
});
