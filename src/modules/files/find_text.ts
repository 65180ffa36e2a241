import { type Fact, fact, sh, z } from "../../api/mod.ts";
import { markerLines } from "./block_text.ts";
import { wordOf } from "./interpolate.ts";
import { pathWord } from "./stat.ts";

/** Arguments of {@linkcode FindInFile}. */
export interface FindInFileArguments {
  path: string;
  pattern: string;
  interpolateVariables?: boolean;
  extendedRegex?: boolean;
}

// What stands for "the file is there, but nothing in it was found".
const EXISTS = /^__[a-z]+_exists_/;
const MISSING = /^__[a-z]+_missing_/;

/** The lines of a text file that match a pattern. */
export const FindInFile: Fact<string[] | null, FindInFileArguments> = fact({
  module: "files",
  name: "FindInFile",
  local: true,
  doc: "The lines of a text file that match a pattern; `null` where there is no file. Any system.",
  args: () =>
    z.object({
      path: z.string().describe("the file on the host"),
      pattern: z.string().describe("a basic regular expression"),
      interpolateVariables: z.boolean().default(false).describe("`$NAME` in it stands for a variable of the host"),
      extendedRegex: z.boolean().default(false).describe("it is an extended regular expression"),
    }),
  command: ({ path, pattern, interpolateVariables, extendedRegex }) => {
    const at = pathWord(path);
    const search = sh`grep ${[extendedRegex && "-E"]} -e ${wordOf(pattern, interpolateVariables)} ${at}`;
    // grep says by 1 that nothing matches; anything above is a pattern or a file that it cannot read.
    return sh`! test -f ${at} || ${search} || { test $? -eq 1 && echo __drover_exists_; }`;
  },
  process: (lines) => {
    if (lines.length === 0) return null;
    return EXISTS.test(lines[0]!) && lines.length === 1 ? [] : lines;
  },
});

/** Arguments of {@linkcode Block}. */
export interface BlockArguments {
  path: string;
  marker?: string;
  begin?: string;
  end?: string;
}

/** The lines between two markers in a text file. */
export const Block: Fact<string[] | null, BlockArguments> = fact({
  module: "files",
  name: "Block",
  local: true,
  doc: "The lines of a text file between the markers of `files.block`: none where there is no such block, one empty " +
    "line for a block with nothing in it, `null` where there is no file. Systems with `awk`.",
  args: () =>
    z.object({
      path: z.string().describe("the file on the host"),
      marker: z.string().optional().describe("the lines around the block; default: `# {mark} PYINFRA BLOCK`"),
      begin: z.string().optional().describe("`{mark}` in the line before the block; default: `BEGIN`"),
      end: z.string().optional().describe("`{mark}` in the line behind the block; default: `END`"),
    }),
  command: (args) => {
    const at = pathWord(args.path);
    const { first, last } = markerLines(args);
    const read = sh`FIRST=${first} LAST=${last} awk ${BETWEEN} < ${at}`;
    // Anything but awk's own word that there is no block is an error: no awk, or a file that it cannot read.
    return sh`if test -f ${at}; then ${read} || { code=$?; test $code -eq 9 && echo __drover_exists_ || exit $code; }; else echo __drover_missing_; fi`;
  },
  process: (lines) => {
    if (lines.length === 0) return [""];
    if (lines.length > 1) return lines;
    if (EXISTS.test(lines[0]!)) return [];
    return MISSING.test(lines[0]!) ? null : lines;
  },
});

// Nothing is printed before the last marker comes, because a first one alone is no block.
const BETWEEN = `$0 == ENVIRON["FIRST"] { within = 1; held = ""; next } ` +
  `within && $0 == ENVIRON["LAST"] { printf "%s", held; found = 1; exit } within { held = held $0 "\\n" } END { exit found ? 0 : 9 }`;
