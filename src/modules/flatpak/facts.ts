import { type Fact, fact, raw, sh, z } from "../../api/mod.ts";
import { matchLines } from "../line_matches.ts";
import { unexpected } from "../lines.ts";
import { unlessSaid } from "../unless_said.ts";
import { word } from "../word.ts";

/** The flatpaks that are installed. */
export const FlatpakPackages: Fact<string[]> = fact({
  module: "flatpak",
  name: "FlatpakPackages",
  doc: "The ids of the installed applications and runtimes, of the system and of the user. Linux with Flatpak.",
  requiresCommand: "flatpak",
  command: () => sh`flatpak list --columns=application`,
  // Each branch and installation has a line of its own; on a terminal the first is a heading.
  process: (lines) => [
    ...new Set(matchLines(lines, /^\s*([\w-]+(?:\.[\w-]+)+)\s*$/, "an id", /^Application/).map(([, id]) => id!)),
  ],
  default: () => [],
});

/** What is known of one flatpak. */
export interface FlatpakInfo {
  readonly id: string;
  /** As `app/org.signal.Signal/x86_64/stable`. */
  readonly ref: string;
  /** `null` where it names none, as many runtimes. */
  readonly version: string | null;
}

const FIELD = /^\s*([A-Z][\w -]*):(?: (.*))?$/;

/** The lines of fields: above them may stand an empty line, a summary in one or more lines, and another empty line. */
function belowSummary(lines: readonly string[]): readonly string[] {
  const end = lines.findIndex((line, index) => index > 0 && line.trim() === "");
  return lines[0]?.trim() === "" && end > 1 && !FIELD.test(lines[1]!) ? lines.slice(end) : lines;
}

/** An installed flatpak. */
export const FlatpakPackage: Fact<FlatpakInfo | null, { package: string }> = fact({
  module: "flatpak",
  name: "FlatpakPackage",
  doc: "Id, ref and version of an installed application or runtime; `null` where it is not installed. " +
    "Linux with Flatpak.",
  args: () => z.object({ package: word().describe("its id, as `org.videolan.VLC`, or its ref") }),
  requiresCommand: "flatpak",
  command: (args) => unlessSaid(raw("*'not installed'*"), sh`flatpak info ${args.package}`),
  process: (lines) => {
    const fields = matchLines(belowSummary(lines), FIELD, "a field and its value");
    const [first] = fields;
    if (first === undefined) return null;
    const field = (name: string) => fields.find(([, key]) => key === name)?.[2]?.trim();
    const [id, ref] = [field("ID"), field("Ref")];
    if (id === undefined || ref === undefined) throw unexpected("fields ID and Ref", first[0]);
    return { id, ref, version: field("Version") ?? null };
  },
});
