import { type Fact, fact, raw, sh } from "../../api/mod.ts";
import { oneLine, unexpected } from "../lines.ts";
import { SYSTEM_PATH } from "../server/system_path.ts";

const COUNT = raw(
  "getconf NPROCESSORS_ONLN 2>/dev/null || getconf _NPROCESSORS_ONLN 2>/dev/null || nproc 2>/dev/null || sysctl -n hw.ncpu",
);

/** How many processors there are. */
export const Cpus: Fact<number> = fact({
  module: "hardware",
  name: "Cpus",
  doc: "How many processors are online. Linux, BSD, macOS.",
  command: () => sh`(${SYSTEM_PATH}; ${COUNT})`,
  process: (lines) => Number(oneLine(lines, "a number of processors", /^\s*[1-9]\d*\s*$/)),
});

/** What lscpu says, by its own labels; the flags are a list. */
export const CpuInfo: Fact<Record<string, string | string[]>> = fact({
  module: "hardware",
  name: "CpuInfo",
  doc:
    "What `lscpu` says of the processors, by its own labels (`Model name`, `Socket(s)`); `Flags` is a list. Empty where there is no `lscpu`. Linux.",
  requiresCommand: "lscpu",
  command: () => sh`lscpu`,
  process: (lines) => {
    const info = Object.fromEntries(lines.flatMap((line): [string, string | string[]][] => {
      if (line.trim() === "") return [];
      const [, label, value] = /^([A-Z][^:]*):\s*(.*)$/.exec(line.trimStart()) ?? [];
      if (label === undefined) throw unexpected("a label and its value", line);
      // The heading of a group has no value.
      if (value === "") return [];
      return [[label, label === "Flags" ? value!.split(/\s+/).filter((flag) => flag !== "") : value!.trim()]];
    }));
    // Any message looks like a label and its value.
    if (info.Architecture === undefined) throw unexpected("the architecture among what lscpu says", lines[0] ?? "");
    return info;
  },
  default: () => ({}),
});

// The same line as vmstat prints, which containers often lack.
const MEMORY = raw(`if test -r /proc/meminfo
then sed -n 's/^MemTotal: *\\([0-9]*\\) kB$/\\1 K total memory/p' /proc/meminfo
elif test "$(uname -s)" = Darwin
then echo "$(($(sysctl -n hw.memsize) / 1024)) K total memory"
else vmstat -s
fi`);

/** The machine's memory. */
export const Memory: Fact<number> = fact({
  module: "hardware",
  name: "Memory",
  doc: "The machine's memory in MB. Linux, BSD, macOS.",
  command: () => sh`(${SYSTEM_PATH}; ${MEMORY})`,
  process: (lines) => {
    const text = lines.join("\n");
    // vmstat counts many things more, and FreeBSD's has indented lines of words.
    const strange = lines.find((line) => !/^\s*\d+ |^\s+\S|^$/.test(line));
    if (strange !== undefined) throw unexpected("the total memory", strange);
    const number = (pattern: RegExp) => Number(pattern.exec(text)?.[1] ?? NaN);
    const total = number(/^ *(\d+) K? ?total memory$/m);
    // BSD counts pages.
    const kilobytes = Number.isNaN(total)
      ? number(/^ *(\d+) pages managed$/m) * number(/^ *(\d+) bytes per page$/m) / 1024
      : total;
    if (Number.isNaN(kilobytes)) throw unexpected("the total memory", text);
    return Math.round(kilobytes / 1024);
  },
});

/** A mounted block device; numbers are decimal digits. */
export interface BlockDevice {
  /** Its size in KiB. */
  readonly blocks: string;
  /** What is in use, in KiB. */
  readonly used: string;
  /** What a user may still fill, in KiB. */
  readonly available: string;
  /** What is in use, in percent. */
  readonly usedPercent: string;
  /** Where it is mounted. */
  readonly mount: string;
}

const DEVICE =
  /^(?<device>\S.*?)\s+(?<blocks>\d+)\s+(?<used>\d+)\s+(?<available>-?\d+)\s+(?<percent>\d+)%\s+(?:\d+\s+\d+\s+\d+%\s+)?(?<mount>\/.*)$/;

/** What has no size has dashes for it. */
const WITHOUT_SIZE = /^\S.*?\s+(-|\d+)\s+(-|\d+)\s+(-|-?\d+)\s+(-|\d+%)\s+\/.*$/;

/** The mounted block devices. */
export const BlockDevices: Fact<Record<string, BlockDevice>> = fact({
  module: "hardware",
  name: "BlockDevices",
  doc:
    "The mounted file systems that have a size, by device, in KiB; of several mounts of one device the last. Linux, BSD, macOS.",
  // A mount that the user may not see makes the exit code 1.
  command: () => sh`df -Pk 2>/dev/null || test $? -eq 1`,
  process: (lines) =>
    Object.fromEntries(lines.flatMap((line): [string, BlockDevice][] => {
      const found = DEVICE.exec(line)?.groups;
      if (!found) {
        if (/^Filesystem\s|^\s*$/.test(line) || WITHOUT_SIZE.test(line)) return [];
        throw unexpected("a line of df", line);
      }
      const { device, blocks, used, available, percent, mount } = found as Record<string, string>;
      return [[device!, {
        blocks: blocks!,
        used: used!,
        available: available!,
        usedPercent: percent!,
        mount: mount!,
      }]];
    })),
  default: () => ({}),
});
