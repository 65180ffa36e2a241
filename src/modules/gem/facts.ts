import { type Fact, fact, sh } from "../../api/mod.ts";
import { collectVersions, type InstalledPackages } from "../packages.ts";

/** The Ruby gems that are installed. */
export const GemPackages: Fact<InstalledPackages> = fact({
  module: "gem",
  name: "GemPackages",
  doc: "The installed gems with all their versions, those that come with Ruby too. Any system with gem.",
  requiresCommand: "gem",
  command: () => sh`gem list --local`,
  process: (lines) => collectVersions(lines.flatMap(gemsOf)),
  default: () => ({}),
});

/** The versions of a line as `bundler (2.4.1, default: 2.3.7)` or `nokogiri (1.15.0 x86_64-linux)`. */
function gemsOf(line: string): [name: string, version: string][] {
  const [, name, list] = /^([\w.-]+) \((.+)\)$/.exec(line) ?? [];
  if (name === undefined) return [];
  return list!.split(", ").map((one) => {
    const [, version] = /^(?:default: )?(\d\S*)(?: \S+)*$/.exec(one) ?? [];
    if (version === undefined) throw new Error(`expected versions of ${name}, found ${JSON.stringify(line)}`);
    return [name, version];
  });
}
