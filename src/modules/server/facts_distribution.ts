import { type Fact, fact, raw, sh } from "../../api/mod.ts";
import { oneLine, unexpected } from "../lines.ts";
import { familyOf, parseRelease, parseReleaseLine, shortName } from "./release.ts";

/** A Linux distribution and its release. Everything is `null` or empty on a system that is none. */
export interface Distribution {
  /** Its short name, as `Debian`, `Ubuntu`, `CentOS`, `RedHat`, `openSUSE`; its own name where it has no short one. */
  readonly name: string | null;
  /** The identifier in its release file, as `debian`. */
  readonly id: string | null;
  /** The identifiers of what it derives from, nearest first. */
  readonly idLike: readonly string[];
  /** Distributions of one family share package manager and layout; the `id` where it belongs to no known family. */
  readonly family: "debian" | "rhel" | "alpine" | "suse" | "arch" | (string & Record<never, never>) | null;
  /** The first number of its version; `null` for a rolling release. */
  readonly major: number | null;
  /** The second number of its version. */
  readonly minor: number | null;
  /** What `/etc/os-release` says, by its own keys, and the release's `CODENAME`. */
  readonly releaseMeta: Readonly<Record<string, string>>;
}

// A file without a newline at its end must not swallow the line behind it.
const RELEASE_FILES = raw(`for file in /etc/*-release; do
  ! test -f "$file" || { printf '%s\\n' "$file"; cat "$file"; echo; echo ---; }
done
if ! test -f /etc/os-release && test -f /usr/lib/os-release; then
  echo /usr/lib/os-release; cat /usr/lib/os-release; echo; echo ---
fi`);

/** The Linux distribution. */
export const LinuxDistribution: Fact<Distribution> = fact({
  module: "server",
  name: "LinuxDistribution",
  doc: "The Linux distribution: name, family, version and what its release file says. Linux; empty elsewhere.",
  constant: true,
  command: () => sh`${RELEASE_FILES}`,
  process: distribution,
  default: () => distribution([]),
});

function distribution(lines: readonly string[]): Distribution {
  const files = releaseFiles(lines);
  const meta = parseRelease(files.filter(({ path }) => path.endsWith("/os-release")).flatMap((file) => file.lines));
  const old = files.flatMap((file) => file.lines).map(parseReleaseLine).find((line) => line !== null);
  const name = meta.NAME ?? old?.name ?? null;
  const id = meta.ID?.toLowerCase() ?? (name === null ? null : idOf(name));
  const idLike = meta.ID_LIKE?.toLowerCase().split(/\s+/).filter((one) => one !== "") ?? [];
  const version = /^(\d+)(?:\.(\d+))?/.exec(
    meta.VERSION_ID ?? (meta.NAME === undefined ? old?.version : undefined) ?? "",
  );
  const codename = meta.VERSION_CODENAME ?? meta.UBUNTU_CODENAME ??
    /\((\D+)\)|,\s*(\D+)/.exec(meta.VERSION ?? "")?.slice(1).find((one) => one !== undefined) ?? old?.codename;
  return {
    name: id === null ? name : shortName(id, name ?? id),
    id,
    idLike,
    family: id === null ? null : familyOf(id, idLike),
    major: version === null ? null : Number(version[1]),
    minor: version?.[2] === undefined ? null : Number(version[2]),
    releaseMeta: codename === undefined ? meta : { ...meta, CODENAME: codename },
  };
}

/** The identifier that a distribution without one would have. */
function idOf(name: string): string {
  return /^red ?hat/i.test(name) ? "rhel" : name.split(" ")[0]!.toLowerCase();
}

function releaseFiles(lines: readonly string[]): { readonly path: string; readonly lines: string[] }[] {
  const files: { path: string; lines: string[] }[] = [];
  for (const line of lines) {
    if (/^\/(etc|usr\/lib)\/\S*-release$/.test(line)) files.push({ path: line, lines: [] });
    else if (files.length === 0) throw unexpected("the path of a release file", line);
    else if (line !== "---") files.at(-1)!.lines.push(line);
  }
  return files;
}

/** The name of the Linux distribution. */
export const LinuxName: Fact<string | null> = fact({
  module: "server",
  name: "LinuxName",
  doc: "The name of the Linux distribution, as `Debian`; `null` on a system that is none.",
  constant: true,
  command: () => sh`${RELEASE_FILES}`,
  process: (lines) => distribution(lines).name,
});

/** What /etc/os-release says. */
export interface OsReleaseInfo {
  readonly name?: string;
  readonly id?: string;
  readonly idLike?: string;
  readonly prettyName?: string;
  readonly version?: string;
  readonly versionId?: string;
  readonly versionCodename?: string;
  readonly [key: string]: string | undefined;
}

/** What /etc/os-release says, by keys in camelCase. */
export const OsRelease: Fact<OsReleaseInfo> = fact({
  module: "server",
  name: "OsRelease",
  doc: "What `/etc/os-release` says, by its keys in camelCase (`PRETTY_NAME` is `prettyName`). Linux, FreeBSD.",
  constant: true,
  command: () => sh`cat /etc/os-release 2>/dev/null || ! test -f /usr/lib/os-release || cat /usr/lib/os-release`,
  process: (lines) => {
    const strange = lines.find((line) => !/^\s*(#|$)|^\s*[A-Za-z][A-Za-z0-9_]*=/.test(line));
    if (strange !== undefined) throw unexpected("KEY=value", strange);
    return Object.fromEntries(Object.entries(parseRelease(lines)).map(([key, value]) => [camelCase(key), value]));
  },
  default: () => ({}),
});

function camelCase(key: string): string {
  return key.toLowerCase().replaceAll(/_+([a-z0-9])/g, (_, letter) => letter.toUpperCase());
}

/** What lsb_release says. */
export interface LsbReleaseInfo {
  /** The distributor, as `Ubuntu`. */
  readonly id?: string;
  readonly description?: string;
  readonly release?: string;
  readonly codename?: string;
  /** The modules of the standard that are installed. */
  readonly version?: string;
}

/** What lsb_release says. */
export const LsbRelease: Fact<LsbReleaseInfo | null> = fact({
  module: "server",
  name: "LsbRelease",
  doc: "What `lsb_release` says of the distribution; `null` where it is not installed. Linux.",
  constant: true,
  requiresCommand: "lsb_release",
  command: () => sh`lsb_release -ca 2>/dev/null`,
  process: (lines) =>
    Object.fromEntries(lines.flatMap((line) => {
      if (/^\s*$|^No LSB modules are available/.test(line)) return [];
      const [, label, value] = /^(?:LSB (Version)|Distributor (ID)|(Description|Release|Codename)):\s+(.*)$/.exec(line)
        ?.filter((part) => part !== undefined) ?? [];
      if (label === undefined) throw unexpected("what lsb_release knows", line);
      return [[label.toLowerCase(), value!.trim()]];
    })),
});

/** The version of macOS. */
export const MacosVersion: Fact<string | null> = fact({
  module: "server",
  name: "MacosVersion",
  doc: "The version of macOS, as `14.5`; `null` elsewhere.",
  constant: true,
  requiresCommand: "sw_vers",
  command: () => sh`sw_vers -productVersion`,
  process: (lines) => oneLine(lines, "a version", /^\s*[\w.]+\s*$/).trim(),
});
