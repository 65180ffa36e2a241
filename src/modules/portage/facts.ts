import { type Fact, fact, sh, z } from "../../api/mod.ts";
import { matchLines } from "../line_matches.ts";
import { unexpected } from "../lines.ts";
import { type InstalledPackages, parsePackages } from "../packages.ts";
import { ATOM } from "./atom.ts";

/** The packages that Portage has installed. */
export const PortagePackages: Fact<InstalledPackages> = fact({
  module: "portage",
  name: "PortagePackages",
  doc: "The installed packages as `CATEGORY/NAME` with the versions of all their slots. Gentoo and its kin.",
  requiresCommand: "emerge",
  // Portage's own tools need a second to start; what they print is the names of these folders.
  command: () =>
    sh`for folder in /var/db/pkg/*/*/; do folder="\${folder%/}"; ! test -d "$folder" || echo "\${folder#/var/db/pkg/}"; done`,
  // What it is about to install stands there under another name.
  process: (lines) => parsePackages(lines, ATOM, /\/-MERGING-/),
  default: () => ({}),
});

/** The packages that somebody asked for. */
export const PortageWorld: Fact<string[]> = fact({
  module: "portage",
  name: "PortageWorld",
  doc: "What somebody asked for by name: the atoms and, with a leading `@`, the sets of the world set. " +
    "Gentoo and its kin.",
  requiresCommand: "emerge",
  // A file that was written by hand may not end its last line.
  command: () =>
    sh`for file in /var/lib/portage/world /var/lib/portage/world_sets; do ! test -f "$file" || { cat "$file" && echo; } || exit; done`,
  process: (lines) =>
    matchLines(lines, /^\s*(@[^\s#]+|[^\s#/]+\/[^\s#]+)\s*(?:#.*)?$/, "an atom or a set", /^\s*#/).map(([, one]) =>
      one!
    ),
  default: () => [],
});

/** The USE flags that are on. */
export const PortageUseFlags: Fact<string[], { package?: string }> = fact({
  module: "portage",
  name: "PortageUseFlags",
  doc: "The USE flags that are on for the whole system, or with which an installed package was built. " +
    "Gentoo and its kin.",
  args: () =>
    z.object({
      package: z.string().regex(/^[\w+.-]+\/[\w+.-]+$/, "CATEGORY/NAME or CATEGORY/NAME-VERSION").optional().describe(
        "an installed package as `CATEGORY/NAME` or `CATEGORY/NAME-VERSION` (default: the whole system)",
      ),
    }),
  requiresCommand: "emerge",
  command: (args) =>
    args.package === undefined
      ? sh`portageq envvar USE`
      : sh`grep -H . /var/db/pkg/${args.package}/USE /var/db/pkg/${args.package}-[0-9]*/USE 2>/dev/null || true`,
  process: (lines, args) => {
    const built = args.package === undefined
      ? lines
      : matchLines(lines, /^\/var\/db\/pkg\/([^:]+)\/USE:(.*)$/, "a file USE and its flags")
        .filter(([, atom]) => isOf(atom, args.package!)).map(([, , flags]) => flags!);
    return [...new Set(built.flatMap(flagsOf))];
  },
  default: () => [],
});

function flagsOf(line: string): string[] {
  const flags = line.split(/\s+/).filter(Boolean);
  if (flags.every((flag) => /^[+-]?[A-Za-z0-9][\w+@-]*$/.test(flag))) return flags;
  throw unexpected("USE flags", line);
}

/** Whether an atom is a package: the folders of `font-adobe` and of `font-adobe-100dpi` start alike. */
function isOf(atom: string | undefined, name: string): boolean {
  return atom === name || ATOM.exec(atom ?? "")?.[1] === name;
}
