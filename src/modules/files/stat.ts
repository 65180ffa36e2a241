import { type Fact, fact, pathWord, sh, z } from "../../api/mod.ts";
import { unexpected } from "../lines.ts";

export { pathWord };

/** What `stat` tells about a path. */
export interface FileInfo {
  readonly user: string;
  readonly group: string;
  /** Octal digits without a leading zero: `"644"`. */
  readonly mode: string;
  readonly atime: Date | null;
  readonly mtime: Date | null;
  readonly ctime: Date | null;
  /** In bytes. */
  readonly size: number;
}

/** What `stat` tells about a symbolic link. */
export interface LinkInfo extends FileInfo {
  /** What the link says, as it is. */
  readonly linkTarget: string;
}

const TYPES = { d: "directory", l: "link", s: "socket", "-": "file", p: "fifo", b: "block", c: "character" } as const;
type FileType = typeof TYPES[keyof typeof TYPES];

const LINE =
  /^user=(?<user>.*) group=(?<group>.*) mode=(?<type>[dlspbc-])(?<bits>[-rwxsStT]{9})[.+@]? atime=(?<atime>-?\d*) mtime=(?<mtime>-?\d*) ctime=(?<ctime>-?\d*) size=(?<size>\d*) (?<name>[\s\S]*)$/;

/** Reads what the stat command below printed for a path; `null` for what it did not print. */
export function parseStat(line: string, path: string): { readonly type: FileType; readonly info: LinkInfo } | null {
  const found = LINE.exec(line)?.groups;
  if (!found) return null;
  const time = (seconds: string) => seconds === "" ? null : new Date(Number(seconds) * 1000);
  return {
    type: TYPES[found.type as keyof typeof TYPES],
    info: {
      user: found.user!,
      group: found.group!,
      mode: octalMode(found.bits!),
      atime: time(found.atime!),
      mtime: time(found.mtime!),
      ctime: time(found.ctime!),
      size: Number(found.size),
      linkTarget: linkTarget(found.name!, path),
    },
  };
}

/** Octal digits of `rwxr-xr-x`. */
function octalMode(bits: string): string {
  const digits = [0, 3, 6].map((start) => {
    const [read, write, execute] = bits.slice(start, start + 3);
    return (read === "r" ? 4 : 0) + (write === "w" ? 2 : 0) + (/[xst]/.test(execute!) ? 1 : 0);
  });
  const special = (/[sS]/.test(bits[2]!) ? 4 : 0) + (/[sS]/.test(bits[5]!) ? 2 : 0) + (/[tT]/.test(bits[8]!) ? 1 : 0);
  return `${special || ""}${digits.join("")}`.replace(/^0+(?=\d)/, "");
}

/** What is behind `NAME -> `; older GNU tools quote both: `'name' -> 'target'`, `name' -> `target'`. */
function linkTarget(text: string, path: string): string {
  const name = [path, `./${path}`].find((one) => text.startsWith(`${one} -> `));
  const target = text.slice((name?.length ?? text.indexOf(" -> ")) + 4);
  const isQuoted = name === undefined && /^[`'"]/.test(text) && /^[`'"].*['"]$/s.test(target);
  return isQuoted ? target.slice(1, -1).replaceAll(`'\\''`, "'") : target;
}

const GNU = "user=%U group=%G mode=%A atime=%X mtime=%Y ctime=%Z size=%s %N";
const BSD = "user=%Su group=%Sg mode=%Sp atime=%a mtime=%m ctime=%c size=%z %N%SY";

/** A fact that gives what stat tells about a path of one type; `null` where there is nothing, `false` for other types. */
export function statFact<T extends FileInfo>(
  name: string,
  types: readonly FileType[],
  doc: string,
): Fact<T | false | null, { path: string }> {
  return fact({
    module: "files",
    name,
    local: true,
    doc,
    args: () => z.object({ path: z.string().describe("the path on the host; `~` at its start is the user's home") }),
    command: ({ path }) => {
      const at = pathWord(path);
      const stat = sh`QUOTING_STYLE=literal stat -c ${GNU} ${at} 2>/dev/null || stat -f ${BSD} ${at}`;
      // Braces take no process; parentheses would.
      return sh`! { test -e ${at} || test -L ${at}; } || { ${stat}; }`;
    },
    process: (lines, { path }): T | false | null => {
      const text = lines.join("\n");
      const found = parseStat(text, path);
      if (found === null && text.startsWith("user=")) throw unexpected("what stat says of a path", text);
      if (found === null) return null;
      if (!types.includes(found.type)) return false;
      const { linkTarget: _, ...info } = found.info;
      return (found.type === "link" ? found.info : info) as FileInfo as T;
    },
  });
}
