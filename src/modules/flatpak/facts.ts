import { type Fact, fact, sh, z } from "../../api/mod.ts";
import { word } from "../word.ts";

/** The flatpaks that are installed. */
export const FlatpakPackages: Fact<string[]> = fact({
  module: "flatpak",
  name: "FlatpakPackages",
  doc: "The ids of the installed applications and runtimes, of the system and of the user. Linux with Flatpak.",
  requiresCommand: "flatpak",
  command: () => sh`flatpak list --columns=application`,
  // Each branch and installation has a line of its own; on a terminal the first is a heading.
  process: (lines) => [...new Set(lines.map((line) => line.trim()).filter((line) => /^[\w-]+(\.[\w-]+)+$/.test(line)))],
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

/** An installed flatpak. */
export const FlatpakPackage: Fact<FlatpakInfo | null, { package: string }> = fact({
  module: "flatpak",
  name: "FlatpakPackage",
  doc: "Id, ref and version of an installed application or runtime; `null` where it is not installed. " +
    "Linux with Flatpak.",
  args: () => z.object({ package: word().describe("its id, as `org.videolan.VLC`, or its ref") }),
  requiresCommand: "flatpak",
  command: (args) => sh`flatpak info ${args.package} 2>/dev/null || true`,
  process: (lines) => {
    const field = (name: string) =>
      lines.map((line) => line.trim()).find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2).trim();
    const [id, ref] = [field("ID"), field("Ref")];
    if (id === undefined || ref === undefined) return null;
    return { id, ref, version: field("Version") ?? null };
  },
});
