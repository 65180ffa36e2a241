import { type Fact, fact, sh } from "../../api/mod.ts";
import { type InstalledPackages, parsePackages } from "../packages.ts";

/** The packages that Paludis has installed. */
export const PaludisPackages: Fact<InstalledPackages> = fact({
  module: "paludis",
  name: "PaludisPackages",
  doc: "The installed packages as `CATEGORY/NAME` with the versions of all their slots. Exherbo, Gentoo with Paludis.",
  requiresCommand: "cave",
  // `::/` is what is installed below the root.
  command: () => sh`cave print-ids -m '*/*::/' -f ${"%c/%p %v\\n"}`,
  process: (lines) => parsePackages(lines, /^([^\s/]+\/[^\s/]+) (\S+)$/),
  default: () => ({}),
});
