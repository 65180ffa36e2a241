import { type Fact, fact, sh } from "../../api/mod.ts";
import { matchLines } from "../line_matches.ts";
import { unexpected } from "../lines.ts";
import { collectVersions, type InstalledPackages } from "../packages.ts";

/** The Ruby gems that are installed. */
export const GemPackages: Fact<InstalledPackages> = fact({
  module: "gem",
  name: "GemPackages",
  doc: "The installed gems with all their versions, those that come with Ruby too. Any system with gem.",
  requiresCommand: "gem",
  command: () => sh`gem list --local`,
  process: (lines) =>
    collectVersions(
      matchLines(lines, /^([\w.-]+) \((.+)\)$/, "a gem and its versions", /^\*\*\* LOCAL GEMS \*\*\*$/).flatMap(gemsOf),
    ),
  default: () => ({}),
});

/** The versions of a line as `bundler (2.4.1, default: 2.3.7)` or `nokogiri (1.15.0 x86_64-linux)`. */
function gemsOf([line, name, list]: RegExpExecArray): [name: string, version: string][] {
  return list!.split(", ").map((one) => {
    const [, version] = /^(?:default: )?(\d\S*)(?: \S+)*$/.exec(one) ?? [];
    if (version === undefined) throw unexpected(`versions of ${name}`, line);
    return [name!, version];
  });
}
