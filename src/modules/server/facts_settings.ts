import { type Fact, fact, raw, sh } from "../../api/mod.ts";
import { oneLine, oneName, unexpected } from "../lines.ts";
import { parseIso } from "./dates.ts";
import { SYSTEM_PATH } from "./system_path.ts";

/** The host's own name. */
export const Hostname: Fact<string> = fact({
  module: "server",
  name: "Hostname",
  local: true,
  doc: "The name that the host has for itself. Any system.",
  command: () => sh`uname -n`,
  process: (lines) => oneName(lines, "the name of the host"),
});

/** The host's clock. */
export const Date: Fact<globalThis.Date> = fact({
  module: "server",
  name: "Date",
  doc: "What the host's clock says, to the second. Any system.",
  command: () => sh`date '+%Y-%m-%dT%H:%M:%S%z'`,
  process: (lines) => {
    const line = oneLine(lines, "a date and time");
    const date = parseIso(line);
    if (date === null) throw unexpected("a date and time", line);
    return date;
  },
});

// FreeBSD copies the zone's file and writes down its name elsewhere; without any file the zone is UTC.
const TIMEZONE = raw(`if test -L /etc/localtime; then readlink /etc/localtime
elif test -s /etc/timezone; then cat /etc/timezone
elif test -s /var/db/zoneinfo; then cat /var/db/zoneinfo
elif ! test -e /etc/localtime; then echo UTC
fi`);

/** The host's time zone. */
export const Timezone: Fact<string | null> = fact({
  module: "server",
  name: "Timezone",
  local: true,
  doc: "The name of the host's time zone, as `Europe/Paris`; `null` where the host does not say. Linux, BSD, macOS.",
  command: () => sh`${TIMEZONE}`,
  process: (lines) => {
    if (lines.length === 0) return null;
    const text = oneLine(lines, "a time zone", /^\s*(\S*\/)?[A-Za-z][\w.+-]*\s*$/).trim();
    const name = text.replace(/^.*\/zoneinfo[^/]*\/(posix\/|right\/)?/, "");
    // A link to a file that is not among the zones does not tell which one it is.
    return /^[./]/.test(name) ? null : name;
  },
});

/** The locales that programs can use. */
export const Locales: Fact<string[]> = fact({
  module: "server",
  name: "Locales",
  local: true,
  doc:
    "The names of the locales that are installed, as `en_US.utf8`; empty where there is no `locale` program. Linux, BSD.",
  requiresCommand: "locale",
  command: () => sh`locale -a`,
  process: (lines) =>
    lines.map((line) => {
      if (!/^[^\s:]+$/.test(line)) throw unexpected("the name of a locale", line);
      return line;
    }),
  default: () => [],
});

/** A limit that PAM sets at login. */
export interface SecurityLimit {
  /** A user, `@group`, `*`, or a range of numbers. */
  readonly domain: string;
  /** `hard`, `soft`, or `-` for both. */
  readonly limitType: string;
  /** What is limited, as `nofile`. */
  readonly item: string;
  /** A number, or `unlimited`. */
  readonly value: string;
}

/** The limits of /etc/security/limits.conf. */
export const SecurityLimits: Fact<SecurityLimit[]> = fact({
  module: "server",
  name: "SecurityLimits",
  local: true,
  doc: "The limits that `/etc/security/limits.conf` sets; empty where there is no such file. Linux.",
  command: () => sh`! test -f /etc/security/limits.conf || cat /etc/security/limits.conf`,
  process: (lines) =>
    lines.flatMap((line) => {
      const words = line.replace(/#.*$/, "").trim().split(/\s+/).filter((word) => word !== "");
      // A domain and a dash alone exempt it from all limits; PAM leaves out what stands behind the fourth word.
      if (words.length === 0 || (words.length === 2 && words[1] === "-")) return [];
      const [domain, limitType, item, value] = words as [string, string, string, string];
      if (words.length < 4 || !["hard", "soft", "-"].includes(limitType)) {
        throw unexpected("domain, type, item and value of a limit", line);
      }
      return [{ domain, limitType, item, value }];
    }),
  default: () => [],
});

/** What SELinux does on the host. */
export interface SelinuxInfo {
  /** `enabled` or `disabled`; `null` where the host has no SELinux tools. */
  readonly mode: string | null;
}

/** Whether SELinux is on. */
export const Selinux: Fact<SelinuxInfo> = fact({
  module: "server",
  name: "Selinux",
  doc: "Whether SELinux is enabled; `mode` is `null` where the host has no SELinux tools. Linux.",
  command: () => sh`(${SYSTEM_PATH}; ! command -v sestatus >/dev/null 2>&1 || sestatus)`,
  process: (lines) => {
    const printed = lines.filter((line) => line.trim() !== "");
    if (printed.length === 0) return { mode: null };
    const mode = printed.map((line) => /^SELinux status:\s+(enabled|disabled)\s*$/.exec(line)?.[1]).find(Boolean);
    const strange = printed.find((line) => !/^[A-Z][^:]*:\s*\S/.test(line));
    if (mode === undefined || strange !== undefined) throw unexpected("the status of SELinux", strange ?? printed[0]!);
    return { mode };
  },
  default: () => ({ mode: null }),
});
