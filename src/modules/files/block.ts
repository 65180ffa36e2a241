import {
  arg,
  type Arguments,
  type Operation,
  operation,
  OperationError,
  sh,
  type ShellCommand,
  TextForDiff,
  z,
} from "../../api/mod.ts";
import { type BlockPlace, markerLines, withBlock } from "./block_text.ts";
import { Block } from "./find_text.ts";
import { timestamp } from "./force.ts";
import { followLinks, temporaryBeside } from "./path.ts";
import { escapeRegex, isPlainText, showEdit } from "./text_edit.ts";
import { pathWord } from "./stat.ts";

const args = () =>
  z.object({
    path: arg.path().describe("the text file"),
    content: arg.list().optional().describe("the lines of the block, as a text or a list"),
    present: z.boolean().default(true).describe("whether the block shall be there"),
    line: z.string().optional().describe(
      "a pattern (extended regular expression): a new block goes before or after the first line that matches, else to the end",
    ),
    backup: z.boolean().default(false).describe("keep the file from before, under a name with the time"),
    escapeRegexCharacters: z.boolean().default(false).describe("take `line` as text and not as a pattern"),
    tryPreventShellExpansion: z.boolean().default(true).describe(
      "has no effect: the content is never expanded by a shell",
    ),
    before: z.boolean().default(false).describe("a new block goes before `line`, or to the start of the file"),
    after: z.boolean().default(false).describe("a new block goes after `line`"),
    marker: z.string().optional().describe("the lines around the block; default: `# {mark} PYINFRA BLOCK`"),
    begin: z.string().optional().describe("`{mark}` in the line before the block; default: `BEGIN`"),
    end: z.string().optional().describe("`{mark}` in the line behind the block; default: `END`"),
  });

/** Adds, changes or removes a marked block of lines in a text file. */
export const block: Operation<Arguments<typeof args>> = operation(
  {
    module: "files",
    name: "block",
    leavesNothing: true,
    doc: "Adds, changes or removes a block of lines between two marker lines in a text file. Systems with `awk`.",
    args,
  },
  async function* ({ path, content, present, line, before, after, backup, ...options }, host) {
    const { marker, begin, end } = options;
    const markers = markerLines({ marker, begin, end });
    if (present && line !== undefined && before === after) {
      throw new OperationError("only one of 'before' or 'after' used when 'line` is specified", {
        hint: "Give before: true or after: true.",
      });
    }
    const lines = content?.flatMap((text) => text.replace(/\n$/, "").split("\n"));
    if (present && lines === undefined) {
      throw new OperationError("'content' must be supplied when 'present' == True", {
        hint: "Give the lines of the block, or present: false to remove it.",
      });
    }
    if (lines?.some((one) => one === markers.first || one === markers.last)) {
      throw new OperationError(`Cannot put the block into ${path}: its content has a marker line`, {
        hint: "Give another marker.",
      });
    }
    const [current, contents] = await Promise.all([
      host.fact(Block, { path, marker, begin, end }),
      host.wantsDiff ? host.fact(TextForDiff, { path }) : undefined,
    ]);
    if (!present) {
      if (current === null) return host.noop("no remove required: file did not exist");
      if (current.length === 0) return host.noop("no remove required: markers not found");
    } else if (current?.length && current.join("\n") === lines!.join("\n")) {
      return host.noop("block already present");
    }

    const wanted = present ? lines! : null;
    const pattern = line !== undefined && options.escapeRegexCharacters ? escapeRegex(line, true) : line;
    const side = before ? "before" as const : "after" as const;
    const place: BlockPlace = line !== undefined ? { side, line } : before && !after ? "start" : "end";
    if (line === undefined || options.escapeRegexCharacters || isPlainText(line)) {
      showEdit(host, path, contents, (present) => withBlock(present, markers, wanted, place));
    }
    const whole = wanted === null ? "" : [markers.first, ...wanted, markers.last].map((one) => `${one}\n`).join("");
    // Values go to awk by its environment, where nothing in them is taken for an escape.
    const values = sh`BLOCK=${whole} FIRST=${markers.first} LAST=${markers.last} LINE=${pattern ?? ""}`;
    if (current === null) {
      yield sh`printf %s ${whole} > ${pathWord(path)}`;
      return;
    }
    const target = await followLinks(path, host);
    const keep = backup ? sh`cp ${pathWord(path)} ${pathWord(`${path}.${timestamp()}`)} && ` : sh``;
    const program = current.length > 0 ? REPLACE : line !== undefined ? INSERT[side] : ADD[place as "start" | "end"];
    yield sh`${keep}${throughAwk(target, values, program)}`;
  },
);

/** Runs a file through awk into a new one that takes its place, with its owner and mode, once it is complete. */
function throughAwk(path: string, values: ShellCommand, program: string): ShellCommand {
  const [file, next] = [pathWord(path), pathWord(temporaryBeside(path))];
  // A file that is mounted by itself cannot be renamed over.
  const replaceIt = sh`( mv -f ${next} ${file} 2>/dev/null || ( cat ${next} > ${file} && rm -f ${next} ) )`;
  const edit = sh`cp -p ${file} ${next} && ${values} awk ${program} < ${file} > ${next} && ${replaceIt}`;
  return sh`{ ${edit} || ( rm -f ${next}; exit 1 ); }`;
}

const PUT = `function put() { if (!done) printf "%s", ENVIRON["BLOCK"]; done = 1 }`;
const INSERT = {
  before: `${PUT} !done && $0 ~ ENVIRON["LINE"] { put() } { print } END { put() }`,
  after: `${PUT} { print } !done && $0 ~ ENVIRON["LINE"] { put() } END { put() }`,
} as const;
const ADD = {
  start: `BEGIN { printf "%s", ENVIRON["BLOCK"] } { print }`,
  end: `{ print } END { printf "%s", ENVIRON["BLOCK"] }`,
} as const;
// A first marker without a last one is no block: its lines are kept back until the last one comes, another first, or the end.
const REPLACE = `!done && $0 == ENVIRON["FIRST"] { printf "%s", held; within = 1; held = "" } ` +
  `within { held = held $0 "\\n"; if ($0 == ENVIRON["LAST"]) { printf "%s", ENVIRON["BLOCK"]; within = 0; done = 1; held = "" } next } ` +
  `{ print } END { printf "%s", held }`;
