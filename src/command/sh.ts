import { UsageError } from "../errors.ts";
import { quote } from "./quote.ts";
import type { ShellArguments } from "./arguments.ts";

/** Shell text that goes into a command as it is. */
export class Raw {
  constructor(readonly text: string) {}
}

/**
 * Marks text as shell syntax, so that {@linkcode sh} does not quote it. Never give it anything that came from a host,
 * from data or from an argument.
 */
export function raw(text: string): Raw {
  return new Raw(text);
}

/** One command line for a host's shell. */
export class ShellCommand {
  readonly kind = "shell";
  constructor(
    /** The command as POSIX shell text. */
    readonly text: string,
    /** Global arguments of this command alone, over those of its operation. */
    readonly globals: ShellArguments = {},
    /** Whether it is certain that no process of it goes on when it has ended: then it takes less to run it. */
    readonly leavesNothing: boolean = false,
  ) {}

  /** The same command with global arguments of its own. */
  with(globals: ShellArguments): ShellCommand {
    return new ShellCommand(this.text, { ...this.globals, ...globals }, this.leavesNothing);
  }

  /** The same command, of which it is certain that no process goes on when it has ended. */
  leavingNothing(): ShellCommand {
    return new ShellCommand(this.text, this.globals, true);
  }

  toString(): string {
    return this.text;
  }
}

type Single = string | number | URL | Raw | ShellCommand;

/** What a command template takes: one word, or a list of words in which `false`, `null` and `undefined` are left out. */
export type Word = Single | readonly (Single | false | null | undefined)[];

/**
 * A shell command in which every interpolation is quoted. An array becomes several words, {@linkcode raw} text and other
 * commands go in as they are.
 *
 * @example
 * ```ts
 * import { sh } from "drover";
 * const name = "it's";
 * console.assert(sh`rm -f ${name}`.text === `rm -f 'it'"'"'s'`);
 * ```
 *
 * @throws {UsageError} for a value that is `undefined` or `null`, and for an interpolation inside of quotes.
 */
export function sh(strings: TemplateStringsArray, ...words: Word[]): ShellCommand {
  let text = strings[0]!;
  const open: Opening[] = [];
  words.forEach((value, index) => {
    scan(strings[index]!, open);
    const quote = open.at(-1);
    if (quote === "'" || quote === '"') {
      throw new UsageError(`Cannot interpolate inside ${quote}quotes${quote}: ${strings.join("${…}")}`, {
        hint: "Leave the quotes out; every interpolation is quoted.",
      });
    }
    const piece = Array.isArray(value) ? value.filter(present).map(word).join(" ") : word(value as Single);
    const next = strings[index + 1]!;
    text += piece;
    const isGap = piece === "" && /(^|\s)$/.test(text);
    if (isGap && next === "") text = text.replace(/ $/, "");
    text += isGap ? next.replace(/^ /, "") : next;
  });
  return new ShellCommand(text);
}

/** Joins commands to one, with `&&` unless told otherwise. */
export function join(commands: readonly (ShellCommand | string)[], separator = " && "): ShellCommand {
  return new ShellCommand(commands.map(String).join(separator));
}

function present<T>(value: T | false | null | undefined): value is T {
  return value !== false && value !== null && value !== undefined;
}

function word(value: Single): string {
  if (typeof value === "string") return quote(value);
  if (value instanceof Raw || value instanceof ShellCommand) return value.text;
  if (typeof value === "number" || value instanceof URL) return quote(String(value));
  throw new UsageError(`Cannot put ${value === null ? "null" : typeof value} into a shell command`, {
    hint: "Pass a string, a number, a list of these, raw(…) or another command.",
  });
}

type Opening = "'" | '"' | "(";

/** Keeps track of the quotes and parentheses that are open after a piece of shell text; within `$(…)` quotes count anew. */
function scan(text: string, open: Opening[]): void {
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    const top = open.at(-1);
    if (character === "\\" && top !== "'") index++;
    else if (character === top && top !== "(") open.pop();
    else if (top === "'") continue;
    else if (top === '"') {
      if (character === "$" && text[index + 1] === "(") open.push("("), index++;
    } else if (character === "'" || character === '"' || character === "(") open.push(character);
    else if (character === ")" && top === "(") open.pop();
  }
}

/** A path as a word for {@linkcode sh}, in which a leading `~` or `~user` still stands for a home. */
export function pathWord(path: string): ShellCommand {
  const [, home, rest = ""] = /^(~[A-Za-z0-9._-]*)(\/[^]*)?$/.exec(path) ?? [];
  if (home === undefined) return new ShellCommand(quote(path.startsWith("-") ? `./${path}` : path));
  // A quoted slash behind it would stop the expansion.
  return new ShellCommand(rest.length > 1 ? `${home}/${quote(rest.slice(1))}` : `${home}${rest}`);
}
