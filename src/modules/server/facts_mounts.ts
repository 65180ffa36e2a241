import { type Fact, fact, raw, sh } from "../../api/mod.ts";
import { unexpected } from "../lines.ts";

/** A mounted file system. */
export interface MountInfo {
  /** What is mounted: a device, a remote path, or a name. */
  readonly device: string;
  /** The type of the file system. */
  readonly type: string;
  /** Its options, one string each. */
  readonly options: readonly string[];
}

// What is mounted may have no name.
const PROC = /^(\S*) (\S+) (\S+) (\S+) \d+ \d+$/;
const UTAB = /^[A-Z]+=\S*(?: [A-Z]+=\S*)*\s*$/;

// The kernel escapes what its table cannot hold and mount prints it as "?"; options of programs alone (_netdev, user)
// stand in a file beside it. BSD has neither file.
const LIST = raw(
  "if test -r /proc/self/mounts; then cat /proc/self/mounts; cat /run/mount/utab 2>/dev/null || true; else mount; fi",
);

/** The mounted file systems. */
export const Mounts: Fact<Record<string, MountInfo>> = fact({
  module: "server",
  name: "Mounts",
  doc: "The mounted file systems by mount point; of several on one point the topmost. Linux, BSD, macOS.",
  command: () => sh`${LIST}`,
  process: (lines) => {
    const mounts = new Map<string, MountInfo>();
    let entry = "";
    for (const line of lines) {
      // A line that is no entry of its own belongs to a path with a newline in it.
      if (entry === "" && line === "") continue;
      entry = entry === "" ? line : `${entry}\n${line}`;
      if (UTAB.test(entry)) addOptions(mounts, entry);
      else {
        const found = parseMount(entry);
        if (found === null && mayGoOn(entry)) continue;
        if (found === null) throw unexpected("DEVICE on PATH", entry);
        mounts.set(found.path, found.info);
      }
      entry = "";
    }
    if (entry !== "") throw unexpected("DEVICE on PATH", entry);
    return Object.fromEntries(mounts);
  },
  default: () => ({}),
});

/** Only the path can have a line end in it, and no path, device and options are as long as this together. */
function mayGoOn(entry: string): boolean {
  return entry.length < 16_384 && entry.split("\n", 1)[0]!.includes(" on ");
}

/** Adds the options that only programs know to the mount that they belong to. */
function addOptions(mounts: Map<string, MountInfo>, entry: string): void {
  const field = (name: string) => unescape(new RegExp(`(?:^| )${name}=(\\S*)`).exec(entry)?.[1] ?? "");
  const mount = mounts.get(field("TARGET"));
  const options = field("OPTS").split(",").filter((option) => option !== "");
  if (mount && options.length > 0) {
    mounts.set(field("TARGET"), { ...mount, options: [...mount.options, ...options] });
  }
}

/** Reads a line of the kernel's table, of `mount` on Linux (`A on B type C (D)`) or on BSD (`A on B (C, D)`). */
function parseMount(entry: string): { readonly path: string; readonly info: MountInfo } | null {
  const proc = PROC.exec(entry)?.map(unescape);
  if (proc) return { path: proc[2]!, info: { device: proc[1]!, type: proc[3]!, options: proc[4]!.split(",") } };
  const [device, rest] = cut(entry, entry.indexOf(" on "), " on ");
  if (rest === undefined || device.includes("\n")) return null;
  const [path, described = ""] = cut(rest, rest.lastIndexOf(" type "), " type ");
  const linux = /^(\S+) \((.*)\)$/.exec(described);
  // OpenBSD puts a space behind each comma.
  const isSpaced = /^[^,]*(, [^,]*)*$/.test(linux?.[2] ?? "");
  if (linux) return { path, info: { device, type: linux[1]!, options: linux[2]!.split(isSpaced ? ", " : ",") } };
  const [place, inParentheses = ""] = cut(rest, rest.lastIndexOf(" ("), " (");
  const bsd = /^(\w+)((?:, [^,]+)*)\)$/.exec(inParentheses);
  return bsd && { path: place, info: { device, type: bsd[1]!, options: bsd[2]!.split(", ").slice(1) } };
}

/** What stands before and behind a word that starts at this place; all before where it is not there. */
function cut(text: string, at: number, word: string): [before: string, behind?: string] {
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + word.length)];
}

/** Takes out the octal escapes of /proc/mounts: space, tab, newline, backslash and number sign. */
function unescape(text: string): string {
  return text.replaceAll(/\\([0-3][0-7]{2})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8)));
}
