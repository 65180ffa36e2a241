import { quote } from "drover/connectors";

/** What no two login shells read alike within single quotes: fish knows a backslash there, csh `!` and no second line. */
const DIFFERS = /[\\'!\n]/;

/** What `@NNN` stands for: the character with that octal number. */
const CODED = /[\\'!\n@]/g;

/**
 * The line for a login shell that runs a program in its place, whichever shell that is: POSIX ones, fish, csh. Words that
 * these read differently travel in code to a `sh` over there.
 */
export function commandLine(argv: readonly string[]): string {
  const line = `exec ${argv.map(quote).join(" ")}`;
  if (!argv.some((word) => DIFFERS.test(word))) return line;
  const coded = line.replaceAll(CODED, (character) => `@0${character.charCodeAt(0).toString(8).padStart(3, "0")}`);
  return `exec sh -c 'eval "$(printf %b "$(printf %s "$0" | tr @ "\\134")")"' '${coded}'`;
}
