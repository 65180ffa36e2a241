import { type Fact, fact, raw, sh, type ShellCommand, type Word, z } from "../../api/mod.ts";
import { pathWord } from "./stat.ts";

/** Arguments of {@linkcode FindFiles} and its like. */
export interface FindArguments {
  path: string;
  size?: string | number;
  minSize?: string | number;
  maxSize?: string | number;
  maxdepth?: number;
  fname?: string;
  iname?: string;
  regex?: string;
  args?: string | readonly string[];
  quotePath?: boolean;
}

const UNITS: Readonly<Record<string, number>> = { "": 1, c: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };
const SIZE = /^(\d+)([ckmgt]?)b?$/i;

const schema = () => {
  const size = z.union([z.int().min(0), z.string().regex(SIZE, "bytes, or a number with K, M, G or T")]);
  return z.object({
    path: z.string().describe("where to look, on the host"),
    size: size.optional().describe("exactly this size in bytes; `10K`, `3M`, `1G` are multiples of 1024"),
    minSize: size.optional().describe("at least this size"),
    maxSize: size.optional().describe("at most this size"),
    maxdepth: z.int().min(0).optional().describe("how many levels to go down; 0 is the path alone"),
    fname: z.string().optional().describe("a pattern for the name, as `*.conf`"),
    iname: z.string().optional().describe("the same, in upper or lower case"),
    regex: z.string().optional().describe("a regular expression for the whole path; not on all systems"),
    args: z.union([z.string(), z.array(z.string()).readonly()]).optional().transform((value) =>
      value === undefined ? [] : [value].flat()
    ).describe("further words for `find`"),
    quotePath: z.boolean().default(true).describe("`false`: `*`, `?` and `[…]` in the path stand for what is there"),
  });
};

// What goes away meanwhile, and directories below the path that the user may not read, are left out; all else is told.
const EXPECTED = "(No such file or directory|Permission denied|Operation not permitted|Not a directory)";
const TELL = raw(`{ told=$(for start in "$@"; do
  if test -d "$start"; then test -r "$start" && test -x "$start"
  elif ! test -e "$start" && ! test -L "$start"; then case $problems in (*'Permission denied'*) false;; esac
  fi || printf '%s: Permission denied\\n' "$start"
done; printf '%s\\n' "$problems" | grep -Ev ': ${EXPECTED}$')
test -z "$told" || { printf '%s\\n' "$told" >&2; false; }; }`);

/** A fact that lists what `find` finds of one type. */
function findFact(name: string, type: "f" | "d" | "l", what: string): Fact<string[], FindArguments> {
  return fact({
    module: "files",
    name,
    local: true,
    doc: `Paths of the ${what} under a path, at any depth, as far as the user may read directories there; none where ` +
      "there is no such path. Linux, BSD, macOS.",
    args: schema,
    requiresCommand: "find",
    default: () => [],
    command: (given) => {
      const { path, maxdepth, size, minSize, maxSize, fname, iname, regex, args } = given;
      const tests: Word[] = [
        ["-type", type],
        // find counts what is above or below a number, and not the number itself.
        size === undefined ? [] : ["-size", `${bytes(size)}c`],
        minSize === undefined || bytes(minSize) === 0 ? [] : ["-size", `+${bytes(minSize) - 1}c`],
        maxSize === undefined ? [] : ["-size", `-${bytes(maxSize) + 1}c`],
        fname === undefined ? [] : ["-name", fname],
        iname === undefined ? [] : ["-iname", iname],
        regex === undefined ? [] : ["-regex", regex],
        args,
      ];
      const at = given.quotePath ? pathWord(path) : globWord(path);
      const depth = maxdepth === undefined ? [] : ["-maxdepth", maxdepth];
      // A pattern may stand for the very links that are looked for.
      const follow = given.quotePath || type !== "l";
      const find = sh`find ${[follow && "-H"]} "$@" ${depth} ${tests.flat() as string[]}`;
      return sh`(set -- ${at}; { problems=$(${find} 2>&1 >&3) || ${TELL}; } 3>&1)`;
    },
    process: (lines, { path, quotePath }) => quotePath === false ? lines : joinedNames(lines, path),
  });
}

/** Regular files under a path. */
export const FindFiles: Fact<string[], FindArguments> = findFact("FindFiles", "f", "regular files");
/** Directories under a path. */
export const FindDirectories: Fact<string[], FindArguments> = findFact(
  "FindDirectories",
  "d",
  "directories, with the path itself if it is one,",
);
/** Symbolic links under a path. */
export const FindLinks: Fact<string[], FindArguments> = findFact("FindLinks", "l", "symbolic links");

/** Joins the lines of names that have line ends in them: each path starts as the one that was looked in. */
function joinedNames(lines: readonly string[], path: string): string[] {
  const start = path.startsWith("-") ? `./${path}` : path;
  if (path.startsWith("~")) return [...lines];
  const paths: string[] = [];
  for (const line of lines) {
    if (line.startsWith(start) || paths.length === 0) paths.push(line);
    else paths.push(`${paths.pop()}\n${line}`);
  }
  return paths;
}

function bytes(size: string | number): number {
  const [, count, unit = ""] = SIZE.exec(String(size))!;
  return Number(count) * UNITS[unit.toLowerCase()]!;
}

const GLOB = { "*": raw("*"), "?": raw("?"), "[": raw("["), "]": raw("]"), "!": raw("!"), "-": raw("-") };

/**
 * A path as a word in which the shell expands `*`, `?`, `[…]` and a leading `~`, and nothing else. What a pattern stands
 * for may start with a dash as well.
 */
function globWord(path: string): ShellCommand {
  if (/^[-*?[]/.test(path)) return globWord(`./${path}`);
  const home = /^~[A-Za-z0-9._-]*(\/|$)/.exec(path)?.[0] ?? "";
  const pieces = path.slice(home.length).split(/([*?[\]!-])/).filter((piece) => piece !== "");
  return pieces.reduce<ShellCommand>(
    (word, piece) => sh`${word}${GLOB[piece as keyof typeof GLOB] ?? piece}`,
    sh`${raw(home)}`,
  );
}
