import { type Fact, fact, MISSING_COMMAND, raw, sh, z } from "../../api/mod.ts";
import { oneName, unexpected } from "../lines.ts";
import { SYSTEM_PATH } from "./system_path.ts";

/** The kernel's name. */
export const Kernel: Fact<string> = fact({
  module: "server",
  name: "Kernel",
  doc: "The name of the operating system's kernel, as `Linux`, `Darwin` or `FreeBSD`. Any system.",
  constant: true,
  command: () => sh`uname -s`,
  process: (lines) => oneName(lines, "the name of a kernel"),
});

/** The kernel's release. */
export const KernelVersion: Fact<string> = fact({
  module: "server",
  name: "KernelVersion",
  doc: "The release of the kernel that runs, as `6.1.0-18-amd64`. Any system.",
  constant: true,
  command: () => sh`uname -r`,
  process: (lines) => oneName(lines, "the release of a kernel"),
});

/** The machine's architecture. */
export const Arch: Fact<string> = fact({
  module: "server",
  name: "Arch",
  doc: "The machine's architecture as the kernel names it: `x86_64`, `aarch64`, `arm64`. Any system.",
  constant: true,
  command: () => sh`uname -m`,
  process: (lines) => oneName(lines, "the name of an architecture"),
});

/** A module that the kernel has loaded. */
export interface KernelModule {
  /** In bytes, as decimal digits. */
  readonly size: string;
  /** How often it is in use. */
  readonly instances: number;
  /** `Live`, `Loading` or `Unloading`. */
  readonly state: string;
  /** The modules that use this one; left out where there are none. */
  readonly depends?: readonly string[];
}

/** The modules that the kernel has loaded. */
export const KernelModules: Fact<Record<string, KernelModule>> = fact({
  module: "server",
  name: "KernelModules",
  doc: "The modules that the kernel has loaded, by name; empty where the kernel tells of none. Linux.",
  command: () => sh`! test -f /proc/modules || cat /proc/modules`,
  process: (lines) => {
    const modules = new Map<string, KernelModule>();
    for (const line of lines) {
      const [name, size, instances, users, state] = line.trim().split(/\s+/);
      if (state === undefined || !/^\d+$/.test(size!)) {
        throw unexpected("a line of /proc/modules", line);
      }
      const depends = users!.split(",").filter((user) => !["", "-", "[permanent]"].includes(user));
      // A kernel without unloading prints "-" for the count.
      const used = { size: size!, instances: Number(instances) || 0, state };
      modules.set(name!, depends.length > 0 ? { ...used, depends } : used);
    }
    return Object.fromEntries(modules);
  },
  default: () => ({}),
});

/** `key = value` of Linux, which puts the key in front of each line of a setting that has several. */
const LINUX_SETTING = /^(?=\S*\.)(\S+) = ?(.*)$/;
/** `key: value` of FreeBSD and macOS, `key=value` of OpenBSD; further lines of a setting stand without its key. */
const BSD_SETTING = /^(?=[^\s:=]*\.)([^\s:=]+)[:=](.*)$/;

/** A kernel setting: a number, text, or the words of a setting that has several. */
export type SysctlValue = number | string | readonly (number | string)[];

const PROBE = raw(`command -v sysctl >/dev/null 2>&1 || exit ${MISSING_COMMAND}`);

/** The kernel's settings. */
export const Sysctl: Fact<Record<string, SysctlValue>, { keys?: readonly string[] }> = fact({
  module: "server",
  name: "Sysctl",
  local: true,
  doc:
    "The kernel's settings by key; a key that the kernel does not have is left out, and all where there is no `sysctl`. Linux, BSD, macOS.",
  args: () =>
    z.object({
      // sysctl would take KEY=VALUE for an order to set it.
      keys: z.array(z.string().regex(/^[^=]+$/, 'a key without "="')).readonly().optional()
        .describe("the keys to read; all of them unless given"),
    }),
  // An unknown or unreadable key makes the exit code non-zero, and busybox stops there.
  command: ({ keys }) =>
    keys === undefined
      ? sh`(${SYSTEM_PATH}; ${PROBE}; sysctl -a 2>/dev/null || true)`
      : sh`(${SYSTEM_PATH}; ${PROBE}; for key in ${[
        ...new Set(keys),
      ]}; do sysctl -- "$key" 2>/dev/null || true; done)`,
  process: (lines) => {
    const texts = new Map<string, string[]>();
    let open: string[] | undefined;
    for (const line of lines) {
      const linux = LINUX_SETTING.exec(line);
      const [, key, value] = linux ?? BSD_SETTING.exec(line) ?? [];
      if (key !== undefined) {
        const parts = texts.get(key) ?? [];
        texts.set(key, parts);
        parts.push(value!.trim());
        open = linux ? undefined : parts;
      } else if (open !== undefined) open.push(line.trimEnd());
      else throw unexpected("a key and its value", line);
    }
    return Object.fromEntries(
      [...texts].map(([key, [first, ...more]]) => [
        key,
        more.length > 0 ? [first, ...more].join("\n").trim() : settingValue(first!),
      ]),
    );
  },
  default: () => ({}),
});

function settingValue(text: string): SysctlValue {
  if (!/^[\w.\s-]+$/.test(text)) return text;
  const words = text.split(/\s+/).map(numberOr);
  if (words.length === 1) return words[0]!;
  return /-/.test(text) && words.some((word) => typeof word === "string") ? text : words;
}

/** The number that a word spells exactly, or the word: neither `007` nor what a double cannot hold is one. */
function numberOr(word: string): number | string {
  const number = Number(word);
  return /^-?\d+$/.test(word) && Number.isSafeInteger(number) && String(number) === word ? number : word;
}
