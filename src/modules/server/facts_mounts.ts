import { type Fact, fact, raw, sh } from "../../api/mod.ts";

/** A mounted file system. */
export interface MountInfo {
  /** What is mounted: a device, a remote path, or a name. */
  readonly device: string;
  /** The type of the file system. */
  readonly type: string;
  /** Its options, one string each. */
  readonly options: readonly string[];
}

const LINUX = /^([\s\S]*?) on ([\s\S]*) type (\S+) \((.*)\)$/;
const BSD = /^([\s\S]*?) on ([\s\S]*) \((\w+)((?:, [^,]+)*)\)$/;
const PROC = /^(\S+) (\S+) (\S+) (\S+) \d+ \d+$/;
const UTAB = /^(?:ID=\d+ )?SRC=/;

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
      entry = entry === "" ? line : `${entry}\n${line}`;
      if (UTAB.test(entry)) addOptions(mounts, entry);
      else {
        const found = parseMount(entry);
        if (found === null) continue;
        mounts.set(found.path, found.info);
      }
      entry = "";
    }
    if (entry.trim() !== "") throw new Error(`expected DEVICE on PATH, found ${JSON.stringify(entry)}`);
    return Object.fromEntries(mounts);
  },
  default: () => ({}),
});

/** Adds the options that only programs know to the mount that they belong to. */
function addOptions(mounts: Map<string, MountInfo>, entry: string): void {
  const field = (name: string) => unescape(new RegExp(`(?:^| )${name}=(\\S*)`).exec(entry)?.[1] ?? "");
  const mount = mounts.get(field("TARGET"));
  const options = field("OPTS").split(",").filter((option) => option !== "");
  if (mount && options.length > 0) {
    mounts.set(field("TARGET"), { ...mount, options: [...mount.options, ...options] });
  }
}

function parseMount(entry: string): { readonly path: string; readonly info: MountInfo } | null {
  const linux = LINUX.exec(entry);
  if (linux) return { path: linux[2]!, info: { device: linux[1]!, type: linux[3]!, options: linux[4]!.split(",") } };
  const bsd = BSD.exec(entry);
  if (bsd) return { path: bsd[2]!, info: { device: bsd[1]!, type: bsd[3]!, options: bsd[4]!.split(", ").slice(1) } };
  const proc = PROC.exec(entry)?.map(unescape);
  if (proc) return { path: proc[2]!, info: { device: proc[1]!, type: proc[3]!, options: proc[4]!.split(",") } };
  return null;
}

/** Takes out the octal escapes of /proc/mounts: space, tab, newline, backslash and number sign. */
function unescape(text: string): string {
  return text.replaceAll(/\\([0-3][0-7]{2})/g, (_, octal) => String.fromCharCode(parseInt(octal, 8)));
}
