import { type Fact, fact, raw, sh, z } from "../../api/mod.ts";
import { matchLines } from "../line_matches.ts";
import { parsePackages } from "../packages.ts";
import { unlessSaid } from "../unless_said.ts";

// Where there is nothing pacman fails without a word, or warns that it has not got the package databases yet.
const NOTHING = raw(
  `'' | 'warning: '*"(use '-Sy' to download)" | *'was not found'* | *'no usable package repositories'*`,
);

/** The packages that pacman has installed. */
export const PacmanPackages: Fact<Record<string, string[]>> = fact({
  module: "pacman",
  name: "PacmanPackages",
  doc: "The installed packages and their versions, with epoch and release. Arch Linux.",
  command: () => unlessSaid(NOTHING, sh`pacman -Q`),
  requiresCommand: "pacman",
  default: () => ({}),
  process: (lines) => parsePackages(lines, /^(\S+)\s+(\S+-\d[\d.]*)$/),
});

/** The packages of a group. */
export const PacmanUnpackGroup: Fact<string[], { package: string }> = fact({
  module: "pacman",
  name: "PacmanUnpackGroup",
  doc: "The packages of a group; an empty list where there is no such group. Arch Linux.",
  args: () => z.object({ package: z.string().describe("the name of the group") }),
  command: (args) => unlessSaid(NOTHING, sh`pacman -S --groups --quiet -- ${args.package}`),
  requiresCommand: "pacman",
  default: () => [],
  process: (lines) => matchLines(lines, /^[\w@.+-]+$/, "a package").map(([name]) => name),
});
