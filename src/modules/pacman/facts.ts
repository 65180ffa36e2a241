import { type Fact, fact, sh, z } from "../../api/mod.ts";
import { parsePackages } from "../packages.ts";

/** The packages that pacman has installed. */
export const PacmanPackages: Fact<Record<string, string[]>> = fact({
  module: "pacman",
  name: "PacmanPackages",
  doc: "The installed packages and their versions, with epoch and release. Arch Linux.",
  command: () => sh`pacman -Q`,
  requiresCommand: "pacman",
  default: () => ({}),
  process: (lines) => parsePackages(lines, /^(\S+)\s+(\S+)$/),
});

/** The packages of a group. */
export const PacmanUnpackGroup: Fact<string[], { package: string }> = fact({
  module: "pacman",
  name: "PacmanUnpackGroup",
  doc: "The packages of a group; an empty list where there is no such group. Arch Linux.",
  args: () => z.object({ package: z.string().describe("the name of the group") }),
  command: (args) => sh`pacman -S --groups --quiet -- ${args.package} 2>/dev/null || true`,
  requiresCommand: "pacman",
  default: () => [],
  process: (lines) => lines.filter((line) => /^\S+$/.test(line)),
});
