import { type Fact, fact, sh } from "../../api/mod.ts";
import { matchLines } from "../line_matches.ts";
import { unexpected } from "../lines.ts";
import { ATOM } from "./atom.ts";

// A package that would be merged: what would be done with it, name and version, and of which slot or repository.
const MERGE = /^\[(?:ebuild|binary)\s([^\]]*)\]\s+([^\s:]+)(?::\S*)?(?:\s|$)/;
// Blockers, packages that stay or go, what is missing, and notices, as of unread news.
const OTHERS = /^(\[(blocks|nomerge|uninstall|interactive|requires?)\b| \* |\s|!!!|#|WARNING:|>>>|Total:)/;

/** The packages that Portage would upgrade. */
export const PortageUpgradeablePackages: Fact<Record<string, string>> = fact({
  module: "portage",
  name: "PortageUpgradeablePackages",
  doc:
    "The installed packages that an upgrade of the world set would upgrade, with the versions that they would have; " +
    "as of the last sync, takes up to a minute. Gentoo and its kin.",
  requiresCommand: "emerge",
  command: () => sh`emerge --pretend --quiet --color n --update --deep --newuse @world`,
  process: (lines) =>
    Object.fromEntries(
      matchLines(lines, MERGE, "a package that would be merged", OTHERS)
        // D stands for an older version.
        .filter(([, signs]) => signs!.includes("U") && !signs!.includes("D"))
        .map(([line, , text]) => {
          const [, name, version] = ATOM.exec(text!) ?? [];
          if (name === undefined) throw unexpected("a package with its version", line);
          return [name, version!];
        }),
    ),
  default: () => ({}),
});

/** The packages that are masked by hand. */
export const PortageMaskedPackages: Fact<string[]> = fact({
  module: "portage",
  name: "PortageMaskedPackages",
  doc:
    "The packages of which `/etc/portage/package.mask` masks some versions or all, each once and without versions. " +
    "Gentoo and its kin.",
  requiresCommand: "emerge",
  // It may be a folder of files, whose last lines may not end.
  command: () =>
    sh`! test -e /etc/portage/package.mask || find /etc/portage/package.mask -type f ! -name '.*' ! -name '*~' -exec awk 1 {} +`,
  process: (lines) => {
    const atoms = matchLines(
      lines,
      /^\s*([!<>=~]*)([^\s/!<>=~][^\s/]*\/[^\s:[#]+)(?:[:[]\S*)?\s*(?:#.*)?$/,
      "an atom",
      /^\s*#/,
    );
    // With an operator a version follows, which may end with a star.
    return [
      ...new Set(
        atoms.map(([, operator, text]) =>
          operator === "" ? text! : ATOM.exec(text!.replace(/\.?\*$/, ""))?.[1] ?? text!
        ),
      ),
    ];
  },
  default: () => [],
});
