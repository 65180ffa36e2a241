import { type Fact, fact, sh, z } from "../../api/mod.ts";
import { type InstalledPackages, parsePackages } from "../packages.ts";

// The version as Gentoo's package manager specification has it: names may hold dashes before digits, as font-adobe-100dpi.
const ATOM = /^([^\s/]+\/\S+?)-(\d+(?:\.\d+)*[a-z]?(?:_(?:alpha|beta|pre|rc|p)\d*)*(?:-r\d+)?)$/;

/** The packages that Portage has installed. */
export const PortagePackages: Fact<InstalledPackages> = fact({
  module: "portage",
  name: "PortagePackages",
  doc: "The installed packages as `CATEGORY/NAME` with the versions of all their slots. Gentoo and its kin.",
  requiresCommand: "emerge",
  // Portage's own tools need a second to start; what they print is the names of these folders.
  command: () =>
    sh`for folder in /var/db/pkg/*/*/; do folder="\${folder%/}"; ! test -d "$folder" || echo "\${folder#/var/db/pkg/}"; done`,
  process: (lines) => parsePackages(lines, ATOM),
  default: () => ({}),
});

/** The packages that somebody asked for. */
export const PortageWorld: Fact<string[]> = fact({
  module: "portage",
  name: "PortageWorld",
  doc: "What somebody asked for by name: the atoms and, with a leading `@`, the sets of the world set. " +
    "Gentoo and its kin.",
  requiresCommand: "emerge",
  command: () => sh`cat /var/lib/portage/world /var/lib/portage/world_sets 2>/dev/null || true`,
  process: (lines) => lines.map((line) => line.replace(/#.*/, "").trim()).filter(Boolean),
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
    const flags = lines.flatMap((line) => {
      const [, atom, flags = line] = /^\/var\/db\/pkg\/([^:]+)\/USE:(.*)$/.exec(line) ?? [];
      return args.package === undefined || isOf(atom, args.package) ? flags.split(/\s+/).filter(Boolean) : [];
    });
    return [...new Set(flags)];
  },
  default: () => [],
});

/** Whether an atom is a package: the folders of `font-adobe` and of `font-adobe-100dpi` start alike. */
function isOf(atom: string | undefined, name: string): boolean {
  return atom === name || ATOM.exec(atom ?? "")?.[1] === name;
}
