import { type Fact, fact, sh } from "../../api/mod.ts";
import { matchLines } from "../line_matches.ts";
import { unexpected } from "../lines.ts";
import { type InstalledPackages, parsePackages } from "../packages.ts";

/** The packages that opkg has installed. */
export const OpkgPackages: Fact<InstalledPackages> = fact({
  module: "opkg",
  name: "OpkgPackages",
  doc: "The installed packages and their versions. OpenWrt and other systems with opkg.",
  requiresCommand: "opkg",
  command: () => sh`opkg list-installed`,
  process: (lines) => parsePackages(lines, /^([A-Za-z0-9]\S*) - (\S+)/),
  default: () => ({}),
});

/** The versions of a package that can be upgraded. */
export interface OpkgUpgrade {
  readonly installed: string;
  readonly available: string;
}

/** The packages that opkg could upgrade. */
export const OpkgUpgradeablePackages: Fact<Record<string, OpkgUpgrade>> = fact({
  module: "opkg",
  name: "OpkgUpgradeablePackages",
  doc: "The installed packages of which the package lists have a newer version; empty before `opkg update`. " +
    "OpenWrt and other systems with opkg.",
  requiresCommand: "opkg",
  command: () => sh`opkg list-upgradable`,
  process: (lines) => {
    const found = matchLines(lines, /^([A-Za-z0-9]\S*) - (\S+) - (\S+)/, "a package and its two versions");
    return Object.fromEntries(found.map(([, name, installed, available]) => [name, {
      installed: installed!,
      available: available!,
    }]));
  },
  default: () => ({}),
});

/** The architectures whose packages can be installed. */
export const OpkgInstallableArchitectures: Fact<Record<string, number>> = fact({
  module: "opkg",
  name: "OpkgInstallableArchitectures",
  doc: "The architectures whose packages can be installed, with their priorities. OpenWrt and other systems with opkg.",
  requiresCommand: "opkg",
  command: () => sh`opkg print-architecture`,
  process: (lines) => Object.fromEntries(settingsOf(lines, /^arch$/).map(architecture)),
  default: () => ({}),
});

/** What `opkg.conf` says. */
export interface OpkgConfiguration {
  /** Where packages go, by the name of the destination. */
  readonly paths: Record<string, string>;
  /** Where the package lists are kept; `""` where nothing is said. */
  readonly listDir: string;
  /** Options and their values; `true` where one stands alone. */
  readonly options: Record<string, string | true>;
  /** Architectures and their priorities. */
  readonly archCfg: Record<string, number>;
}

const SETTING = /^(arch|dest|lists_dir|option|include|(src|dist)([/-]\S+)?)$/;

/** The configuration of opkg. */
export const OpkgConf: Fact<OpkgConfiguration> = fact({
  module: "opkg",
  name: "OpkgConf",
  doc: "Destinations, the folder of the package lists, options and architectures of `/etc/opkg.conf`. " +
    "OpenWrt and other systems with opkg.",
  requiresCommand: "opkg",
  command: () => sh`! test -f /etc/opkg.conf || cat /etc/opkg.conf`,
  process: (lines) => {
    const all = settingsOf(lines, SETTING);
    const entries = (key: string, length: number) =>
      all.filter((words) => words[0] === key).map((words) => {
        if (words.length < length) throw unexpected(`${length} words`, words.join(" "));
        return words;
      });
    return {
      paths: Object.fromEntries(entries("dest", 3).map(([, name, path]) => [name, path!])),
      listDir: entries("lists_dir", 3).at(-1)?.[2] ?? "",
      options: Object.fromEntries(entries("option", 2).map(([, name, ...rest]) => [name, rest.join(" ") || true])),
      archCfg: Object.fromEntries(entries("arch", 1).map(architecture)),
    };
  },
  default: () => ({ paths: {}, listDir: "", options: {}, archCfg: {} }),
});

/** Where packages come from. */
export interface OpkgFeed {
  readonly url: string;
  /** As `src/gz`. */
  readonly fmt: string;
  /** Whether it comes with the distribution or was added. */
  readonly kind: "distribution" | "custom";
}

const CUSTOM = "CUSTOM";

/** The feeds of opkg. */
export const OpkgFeeds: Fact<Record<string, OpkgFeed>> = fact({
  module: "opkg",
  name: "OpkgFeeds",
  doc: "The feeds that packages come from, those of the distribution and those that were added, by their names. " +
    "OpenWrt and other systems with opkg.",
  requiresCommand: "opkg",
  // Before OpenWrt 18.06, and in other systems, feeds stand among the rest of the configuration.
  command: () =>
    sh`for file in /etc/opkg.conf /etc/opkg/*.conf; do case $file in */customfeeds.conf) ;; *) ! test -f "$file" || { cat "$file"; echo; } ;; esac; done; echo ${CUSTOM}; ! test -f /etc/opkg/customfeeds.conf || cat /etc/opkg/customfeeds.conf`,
  process: (lines) => {
    const start = lines.indexOf(CUSTOM);
    const end = start === -1 ? lines.length : start;
    return Object.fromEntries([
      ...feedsOf(lines.slice(0, end), "distribution"),
      ...feedsOf(lines.slice(end + 1), "custom"),
    ]);
  },
  default: () => ({}),
});

function feedsOf(lines: readonly string[], kind: OpkgFeed["kind"]): [name: string, feed: OpkgFeed][] {
  const settings = settingsOf(lines, SETTING);
  return settings.filter(([key]) => /^(src|dist)/.test(key!)).map(([fmt, name, url]) => {
    if (name === undefined || url === undefined) throw unexpected("a feed and its address", [fmt, name].join(" "));
    return [name, { url, fmt: fmt!, kind }];
  });
}

/** The words of each line of configuration, without comments. @throws {Error} for a line whose first word is another */
function settingsOf(lines: readonly string[], key: RegExp): string[][] {
  return lines.flatMap((line) => {
    const words = line.replace(/(^|\s)#.*$/, "").split(/\s+/).filter(Boolean);
    if (words.length > 0 && !key.test(words[0]!)) throw unexpected("a setting of opkg", line);
    return words.length > 0 ? [words] : [];
  });
}

function architecture(words: readonly string[]): [name: string, priority: number] {
  const [, name = "", priority = ""] = words;
  if (!/^\d+$/.test(priority)) {
    throw unexpected("an architecture and its priority", words.join(" "));
  }
  return [name, Number(priority)];
}
