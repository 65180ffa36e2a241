import { type Fact, fact, raw, sh, z } from "../../api/mod.ts";
import { matchLines } from "../line_matches.ts";
import { unexpected } from "../lines.ts";
import { unlessSaid } from "../unless_said.ts";
import { word } from "../word.ts";

/** The snaps that are installed. */
export const SnapPackages: Fact<string[]> = fact({
  module: "snap",
  name: "SnapPackages",
  doc: "The names of the installed snaps. Linux with snapd.",
  requiresCommand: "snap",
  command: () => sh`snap list`,
  process: (lines) => {
    const [heading, ...rows] = lines.filter((line) => line.trim() !== "");
    if (heading === undefined || heading.startsWith("No snaps are installed")) return [];
    if (!/^Name\s+Version\s/.test(heading)) throw unexpected("a heading", heading);
    return matchLines(rows, /^([a-z0-9][\w-]*)\s+\S/, "a snap and its version").map(([, name]) => name!);
  },
  default: () => [],
});

/** What is known of one snap. */
export interface SnapInfo {
  readonly name: string;
  readonly publisher: string | null;
  readonly snapId: string | null;
  /** The channel that it follows; `null` where it is not installed. */
  readonly channel: string | null;
  /** The installed version; `null` where it is not installed. */
  readonly version: string | null;
}

/** A snap, installed or in the store. */
export const SnapPackage: Fact<SnapInfo | null, { package: string }> = fact({
  module: "snap",
  name: "SnapPackage",
  doc: "Publisher, id, channel and installed version of a snap; `null` where there is none of that name. " +
    "Linux with snapd.",
  args: () => z.object({ package: word().describe("the name of the snap") }),
  requiresCommand: "snap",
  command: (args) => unlessSaid(raw("*'no snap found'* | *'no valid snap'*"), sh`snap info ${args.package}`),
  process: (lines) => {
    // The lines of a description and of a list are indented; old versions warn that there is no such snap.
    const fields = matchLines(lines, /^(?!warning:)([a-z-]+):(.*)$/, "a field and its value", /^(\s|warning:)/);
    const field = (name: string) => fields.find(([, key]) => key === name)?.[2]?.trim() || null;
    const [first] = fields;
    if (first === undefined) return null;
    const name = field("name");
    if (name === null || !/^(name|path)$/.test(first[1]!)) throw unexpected("a field name", first[0]);
    return {
      name,
      publisher: field("publisher"),
      snapId: field("snap-id"),
      channel: field("tracking"),
      version: field("installed")?.split(/\s+/)[0] ?? null,
    };
  },
});
