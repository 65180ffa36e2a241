import { type Fact, fact, raw, sh } from "../../api/mod.ts";
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
  process: ([line = ""]) => {
    if (!/^\s*\d+\s*$/.test(line)) throw new Error(`expected a number of processors, found ${JSON.stringify(line)}`);
    return Number(line);
  },
});

/** What lscpu says, by its own labels; the flags are a list. */
export const CpuInfo: Fact<Record<string, string | string[]>> = fact({
  module: "hardware",
  name: "CpuInfo",
  doc:
    "What `lscpu` says of the processors, by its own labels (`Model name`, `Socket(s)`); `Flags` is a list. Empty where there is no `lscpu`. Linux.",
  requiresCommand: "lscpu",
  command: () => sh`lscpu`,
  process: (lines) =>
    Object.fromEntries(lines.flatMap((line): [string, string | string[]][] => {
      const found = /^([^:]+):\s*(.*)$/.exec(line.trimStart());
      // The heading of a group has no value.
      if (!found || found[2] === "") return [];
      const [, label, value] = found as unknown as [string, string, string];
      return [[label, label === "Flags" ? value.split(/\s+/).filter((flag) => flag !== "") : value.trim()]];
    })),
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
    const number = (pattern: RegExp) => Number(pattern.exec(text)?.[1] ?? NaN);
    const total = number(/^\s*(\d+) K? ?total memory$/m);
    // BSD counts pages.
    const kilobytes = Number.isNaN(total)
      ? number(/^\s*(\d+) pages managed$/m) * number(/^\s*(\d+) bytes per page$/m) / 1024
      : total;
    if (Number.isNaN(kilobytes)) {
      throw new Error(`expected the total memory, found ${JSON.stringify(text.slice(0, 200))}`);
    }
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
      if (!found && !/^Filesystem\s|^\s*$|\s-\s/.test(line)) {
        throw new Error(`expected a line of df, found ${JSON.stringify(line)}`);
      }
      if (!found) return [];
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
