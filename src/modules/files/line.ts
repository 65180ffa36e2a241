import {
  arg,
  type Arguments,
  type Operation,
  operation,
  sh,
  type ShellCommand,
  TextForDiff,
  z,
} from "../../api/mod.ts";
import { FindInFile } from "./find_text.ts";
import { timestamp } from "./force.ts";
import { wordOf } from "./interpolate.ts";
import { followLinks } from "./path.ts";
import { literalReplacement, sedDelete, sedReplace } from "./sed.ts";
import { escapeRegex, keptSecret, sedFlags, showEdit, wholeLine } from "./text_edit.ts";
import { pathWord } from "./stat.ts";

const args = () =>
  z.object({
    path: arg.path().describe("the text file"),
    line: z.string().regex(/^[^\n]*$/, "one line").describe(
      "a pattern that the line matches, whole or in part; the line to add where none does",
    ),
    present: z.boolean().default(true).describe("whether there shall be such a line; `false` removes all that match"),
    replace: z.string().regex(/^[^\n]*$/, "one line").optional().describe("what the matching lines become"),
    flags: sedFlags().optional().describe("flags for `sed`'s `s`, as `I`"),
    backup: z.boolean().default(false).describe("keep the file from before, under a name with the time"),
    interpolateVariables: z.boolean().default(false).describe("`$NAME` stands for a variable of the host"),
    escapeRegexCharacters: z.boolean().default(false).describe("take `line` as text and not as a pattern"),
    ensureNewline: z.boolean().default(false).describe("add a missing newline at the file's end before adding a line"),
    extendedRegex: z.boolean().default(false).describe("`line` is an extended regular expression"),
  });

/** Adds, replaces or removes a line of a text file. */
export const line: Operation<Arguments<typeof args>> = operation(
  {
    module: "files",
    name: "line",
    leavesNothing: true,
    doc:
      "Adds, replaces or removes a line of a text file. A pattern that is not anchored matches in any part of a line.",
    args,
  },
  async function* ({ path, line, present, replace, flags = [], ensureNewline, ...options }, host) {
    const { interpolateVariables, extendedRegex } = options;
    const pattern = wholeLine(line, options.escapeRegexCharacters, extendedRegex);
    const find = (wanted: string) =>
      host.fact(FindInFile, { path, pattern: wanted, interpolateVariables, extendedRegex });
    const [matching, replaced, contents] = await Promise.all([
      find(pattern),
      present && replace !== undefined ? find(wholeLine(containing(replace, extendedRegex), false)) : undefined,
      host.wantsDiff ? host.fact(TextForDiff, { path }) : undefined,
    ]);
    const wanted = replace ?? line;
    const found = matching ?? [];
    const isReplaced = replaced?.some((one) => interpolateVariables || one === replace);
    const knowsText = !interpolateVariables && flags.length === 0 && !line.includes("|");

    if (!present) {
      if (found.length === 0) return host.noop(`line "${line}" does not exist in ${path}`);
      if (knowsText) showEdit(host, path, contents, (lines) => lines.filter((one) => !found.includes(one)));
      yield sedDelete(await followLinks(path, host), pattern, options);
      return;
    }
    if (found.length > 0) {
      if (replace === undefined || found.every((one) => one === replace)) {
        return host.noop(`line "${wanted}" exists in ${path}`);
      }
      if (knowsText) showEdit(host, path, contents, (lines) => lines.map((one) => found.includes(one) ? replace : one));
      yield sedReplace(await followLinks(path, host), pattern, literalReplacement(replace), flags, options);
      return;
    }
    if (isReplaced) return host.noop(`line "${wanted}" exists in ${path}`);
    if (!interpolateVariables) showEdit(host, path, contents, (lines) => [...lines, wanted]);
    const add = append(path, wanted, interpolateVariables, ensureNewline);
    yield options.backup && matching !== null
      ? sh`cp ${pathWord(path)} ${pathWord(`${path}.${timestamp()}`)} && ${add}`
      : add;
  },
);

/** A pattern for the lines with a text; a dot may match more, which costs nothing because the lines are compared. */
function containing(text: string, extendedRegex: boolean): string {
  return keptSecret(text, escapeRegex(text, extendedRegex).replaceAll("\\.", "."));
}

function append(path: string, text: string, interpolateVariables: boolean, ensureNewline: boolean): ShellCommand {
  const word = wordOf(text, interpolateVariables);
  // echo of dash and busybox takes backslashes and options for more than text.
  const print = /\\|^-/.test(text) || interpolateVariables ? sh`printf '%s\\n' ${word}` : sh`echo ${word}`;
  if (!ensureNewline) return sh`${print} >> ${pathWord(path)}`;
  const endsWithin = sh`[ -s ${pathWord(path)} ] && [ $(tail -c 1 < ${pathWord(path)} | wc -l) -eq 0 ]`;
  return sh`if ${endsWithin}; then echo >> ${pathWord(path)}; fi && ${print} >> ${pathWord(path)}`;
}
