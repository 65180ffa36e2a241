import { arg, type Arguments, type Operation, operation, TextForDiff, z } from "../../api/mod.ts";
import { FindInFile } from "./find_text.ts";
import { followLinks } from "./path.ts";
import { sedReplace } from "./sed.ts";
import { isPlainText, sedFlags, showEdit } from "./text_edit.ts";

const args = () =>
  z.object({
    path: arg.path().describe("the text file"),
    text: z.string().min(1).regex(/^[^\n]*$/, "a pattern within one line").describe("the pattern to replace"),
    replace: z.string().describe("what it becomes; `\\1` is what the pattern's first group matched"),
    flags: sedFlags().optional().describe("flags for `sed`'s `s`, as `g` for all matches of a line or `I`"),
    backup: z.boolean().default(false).describe("keep the file from before, under a name with the time"),
    interpolateVariables: z.boolean().default(false).describe("`$NAME` stands for a variable of the host"),
    extendedRegex: z.boolean().default(false).describe("`text` is an extended regular expression"),
  });

/** Replaces text in a file. */
export const replace: Operation<Arguments<typeof args>> = operation(
  {
    module: "files",
    name: "replace",
    leavesNothing: true,
    doc: "Replaces what matches a pattern, in each line of a text file where it does. Any system.",
    args,
  },
  async function* ({ path, text, replace, flags = [], ...options }, host) {
    const { interpolateVariables, extendedRegex } = options;
    const [matching, contents] = await Promise.all([
      host.fact(FindInFile, { path, pattern: text, interpolateVariables, extendedRegex }),
      host.wantsDiff ? host.fact(TextForDiff, { path }) : undefined,
    ]);
    // A file that is not there yet may be made by an operation before this one.
    if (matching?.length === 0) return host.noop(`string "${text}" does not exist in ${path}`);
    const given = flags.join("");
    const isPlain = !interpolateVariables && isPlainText(text) && !/[\\\n]/.test(replace);
    if (isPlain && text === replace) return host.noop(`string "${text}" in ${path} is what it becomes`);
    if (isPlain && matching && (given === "" || given === "g")) {
      const edit = (line: string) =>
        given === "g" ? line.replaceAll(text, () => replace) : line.replace(text, () => replace);
      showEdit(host, path, contents, (lines) => lines.map(edit));
    }
    yield sedReplace(await followLinks(path, host), text, replace, flags, options);
  },
);
