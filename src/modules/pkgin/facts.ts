import { type Fact, fact, sh } from "../../api/mod.ts";
import { type InstalledPackages, parsePackages } from "../packages.ts";

/** The packages that pkgin has installed. */
export const PkginPackages: Fact<InstalledPackages> = fact({
  module: "pkgin",
  name: "PkginPackages",
  doc: "The installed packages and their versions. NetBSD, SmartOS and other systems with pkgsrc.",
  requiresCommand: "pkgin",
  command: () => sh`pkgin list`,
  // It may bring its own lists up to date first, and says so.
  process: (lines) =>
    parsePackages(
      lines,
      /^(\S+)-(\d[^\s;-]*)(?:\s|;|$)/,
      /^(reading|processing|cleaning|updating|downloading) .*(summary|database)|^database for |^Requested list is empty/i,
    ),
  default: () => ({}),
});
