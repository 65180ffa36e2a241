import { type Fact, fact, sh } from "../../api/mod.ts";
import { parsePackages } from "../packages.ts";

/** The packages that xbps has installed. */
export const XbpsPackages: Fact<Record<string, string[]>> = fact({
  module: "xbps",
  name: "XbpsPackages",
  doc: "The installed packages and their versions. Void Linux.",
  command: () => sh`xbps-query -l`,
  requiresCommand: "xbps-query",
  default: () => ({}),
  process: (lines) => parsePackages(lines, /^(?:[a-z]{2}|\?\?)\s+(\S+)-([^-\s]+_\d+)(?:\s|$)/),
});
