import { type Command, sh } from "../../api/mod.ts";
import { timestamp } from "./force.ts";
import { wordOf } from "./interpolate.ts";
import { pathWord } from "./stat.ts";
import { keptSecret } from "./text_edit.ts";

/** How a text is edited in its place. */
export interface SedOptions {
  /** Keep the text from before, under a name with the time. */
  readonly backup: boolean;
  readonly interpolateVariables: boolean;
  readonly extendedRegex: boolean;
}

/** Replaces what matches. `\1` in the replacement is what the first group matched, `&` is itself. */
export function sedReplace(
  path: string,
  pattern: string,
  replacement: string,
  flags: readonly string[],
  options: SedOptions,
): Command {
  const by = keptSecret(replacement, withSlashes(replacement).replaceAll("&", "\\&").replaceAll("\n", "\\\n"));
  return inPlace(path, `s/${withSlashes(pattern)}/${by}/${flags.join("")}`, options);
}

/** Removes the lines that match. */
export function sedDelete(path: string, pattern: string, options: SedOptions): Command {
  return inPlace(path, `/${withSlashes(pattern)}/d`, options);
}

/** A replacement in which a backslash is itself. */
export function literalReplacement(text: string): string {
  return keptSecret(text, text.replaceAll("\\", "\\\\"));
}

// BSD's sed wants a suffix with -i, so that there always is a backup at first.
function inPlace(path: string, script: string, { backup, interpolateVariables, extendedRegex }: SedOptions): Command {
  const suffix = timestamp();
  const word = wordOf(script, interpolateVariables);
  const edit = sh`sed ${[extendedRegex && "-E"]} ${`-i.${suffix}`} ${word} ${pathWord(path)}`;
  return backup ? edit : sh`${edit} && rm -f ${pathWord(`${path}.${suffix}`)}`;
}

/** Escapes the slashes that are not escaped yet. */
function withSlashes(text: string): string {
  return keptSecret(text, text.replace(/\\[\s\S]|\//g, (found) => found === "/" ? "\\/" : found));
}
