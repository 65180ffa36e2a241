import { type Fact, fact, sh } from "../../api/mod.ts";
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
    const found = lines.map((line) => /^([A-Za-z0-9]\S*) - (\S+) - (\S+)/.exec(line)).filter((match) => match !== null);
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
  process: (lines) => Object.fromEntries(lines.map(wordsOf).filter(([key]) => key === "arch").map(architecture)),
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

/** The configuration of opkg. */
export const OpkgConf: Fact<OpkgConfiguration> = fact({
  module: "opkg",
  name: "OpkgConf",
  doc: "Destinations, the folder of the package lists, options and architectures of `/etc/opkg.conf`. " +
    "OpenWrt and other systems with opkg.",
  requiresCommand: "opkg",
  command: () => sh`! test -f /etc/opkg.conf || cat /etc/opkg.conf`,
  process: (lines) => {
    const all = lines.map(wordsOf);
    const entries = (key: string, length: number) => all.filter((words) => words[0] === key && words.length >= length);
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
  command: () =>
    sh`cat /etc/opkg/distfeeds.conf 2>/dev/null; echo; echo ${CUSTOM}; cat /etc/opkg/customfeeds.conf 2>/dev/null || true`,
  process: (lines) => {
    const start = lines.indexOf(CUSTOM);
    const feeds = lines.map((line, index) => ({ words: wordsOf(line), isCustom: start !== -1 && index > start }));
    return Object.fromEntries(
      feeds.filter(({ words: [, name, url] }) => name !== undefined && url !== undefined).map((
        { words: [fmt, name, url], isCustom },
      ) => [name, { url: url!, fmt: fmt!, kind: isCustom ? "custom" : "distribution" }]),
    );
  },
  default: () => ({}),
});

/** The words of a line of configuration, without a comment. */
function wordsOf(line: string): string[] {
  return line.replace(/(^|\s)#.*$/, "").split(/\s+/).filter(Boolean);
}

function architecture(words: readonly string[]): [name: string, priority: number] {
  const [, name = "", priority = ""] = words;
  if (!/^\d+$/.test(priority)) {
    throw new Error(`expected an architecture and its priority, found ${JSON.stringify(words.join(" "))}`);
  }
  return [name, Number(priority)];
}
