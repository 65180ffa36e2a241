import { type Fact, fact, sh, z } from "../../api/mod.ts";
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
    if (!/^Name\s+Version\s/.test(heading)) throw new Error(`expected a heading, found ${JSON.stringify(heading)}`);
    return rows.map((row) => row.split(/\s/)[0]!);
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
  command: (args) => sh`snap info ${args.package} 2>/dev/null || true`,
  process: (lines) => {
    // Fields start their line, the lines of a description are indented.
    const field = (name: string) =>
      lines.find((line) => line.startsWith(`${name}:`))?.slice(name.length + 1).trim() || null;
    const name = field("name");
    if (name === null) return null;
    return {
      name,
      publisher: field("publisher"),
      snapId: field("snap-id"),
      channel: field("tracking"),
      version: field("installed")?.split(/\s+/)[0] ?? null,
    };
  },
});
