import { didYouMean, UsageError } from "../errors.ts";

/** One option of the command line: the source of parsing, help and completion. */
export interface Option {
  readonly name: string;
  readonly short?: string;
  readonly aliases?: readonly string[];
  readonly type: "flag" | "text" | "number" | "integer" | "list" | "count";
  /** What stands for the value in the help. */
  readonly value?: string;
  readonly doc: string;
  readonly environment?: string;
}

/** All options. */
export const OPTIONS = [
  {
    name: "verbose",
    short: "v",
    type: "count",
    doc: "More output: facts (-v), commands (-vv), what hosts print (-vvv)",
  },
  {
    name: "dry",
    type: "flag",
    doc: "Show the plan and stop; exit code 3 if there is something to do. Runs the script",
  },
  { name: "yes", short: "y", type: "flag", environment: "DROVER_YES", doc: "Apply without asking" },
  { name: "no-plan", type: "flag", doc: "Apply at once, without a plan" },
  { name: "strict", type: "flag", doc: "Refuse operations that the plan did not show" },
  { name: "diff", type: "flag", doc: "Show how files will change (the default; --no-diff leaves it out)" },
  { name: "no-diff", type: "flag", doc: "Do not read files to show how they will change" },
  {
    name: "limit",
    type: "list",
    value: "HOST|GROUP",
    doc: "Only these hosts or groups; may be repeated, * and ? are wildcards",
  },
  { name: "exclude", type: "list", value: "HOST|GROUP", doc: "Not these hosts or groups" },
  { name: "fail-percent", type: "number", value: "N", doc: "End the run when more than N % of the hosts have failed" },
  {
    name: "batch",
    type: "text",
    value: "N|N%,…",
    doc: "Apply to so many hosts, or this share of them, at a time; the next ones start when these have gone through",
  },
  {
    name: "max-failures",
    type: "text",
    value: "N|N%",
    doc: "With --batch: start no further batch when more hosts than this have failed. Default: 0",
  },
  {
    name: "canary",
    type: "integer",
    value: "N",
    doc: "Apply to N hosts first; the others follow if none of these fails and you agree (-y agrees)",
  },
  {
    name: "retry-failed",
    type: "flag",
    doc: "Only the hosts that the last run of the same inventory and scripts has not brought to its end",
  },
  {
    name: "shard",
    type: "text",
    value: "I/N",
    doc: "Only part I of N of the hosts, parted by their names; I is 1 to N",
  },
  { name: "data", type: "list", value: "KEY=VALUE", doc: "Data of all hosts, over the inventory's" },
  { name: "group-data", type: "list", value: "PATH|URL", doc: "Further folders or files with data of groups" },
  { name: "config", type: "text", value: "FILE|URL", doc: "The settings. Default: config.ts" },
  { name: "chdir", type: "text", value: "DIR", doc: "Go to this directory first" },
  { name: "sudo", type: "flag", doc: "Run everything as root by sudo" },
  { name: "sudo-user", type: "text", value: "USER", doc: "With --sudo: as this user" },
  { name: "use-sudo-password", type: "flag", doc: "Ask for the sudo password" },
  {
    name: "same-sudo-password",
    type: "flag",
    doc: "Ask for the sudo password once for all hosts (what --use-sudo-password does, too)",
  },
  { name: "use-sudo-login", type: "flag", doc: "With --sudo: a login shell" },
  { name: "su-user", type: "text", value: "USER", doc: "Run everything as this user by su" },
  { name: "doas", type: "flag", doc: "Run everything as root by doas" },
  { name: "doas-user", type: "text", value: "USER", doc: "With --doas: as this user" },
  { name: "dzdo", type: "flag", doc: "Run everything as root by dzdo" },
  { name: "dzdo-user", type: "text", value: "USER", doc: "With --dzdo: as this user" },
  { name: "shell-executable", type: "text", value: "SHELL", doc: "The shell of all commands. Default: sh" },
  { name: "parallel", type: "integer", value: "N", doc: "Run an operation on N hosts at a time. Default: all" },
  { name: "no-wait", type: "flag", doc: "Hosts do not wait for each other" },
  { name: "serial", type: "flag", doc: "One host after the other" },
  { name: "retry", type: "integer", value: "N", doc: "Try operations that fail N times more" },
  { name: "retry-delay", type: "number", value: "SECONDS", doc: "Seconds between two tries. Default: 5" },
  { name: "ssh-user", aliases: ["user"], type: "text", value: "USER", doc: "The user to log in as" },
  { name: "ssh-port", aliases: ["port"], type: "integer", value: "PORT", doc: "The port" },
  { name: "ssh-key", aliases: ["key"], type: "text", value: "FILE", doc: "The private key" },
  { name: "ssh-key-password", aliases: ["key-password"], type: "text", value: "TEXT", doc: "The password of the key" },
  { name: "ssh-password", aliases: ["password"], type: "text", value: "TEXT", doc: "The password to log in with" },
  { name: "ssh-password-prompt", type: "flag", doc: "Ask for the password to log in with" },
  { name: "connect-timeout", type: "number", value: "SECONDS", doc: "Seconds that a connection may take. Default: 10" },
  { name: "connector", type: "list", value: "NAME=SPECIFIER", doc: "Add a connector, or replace one" },
  { name: "import-map", type: "text", value: "FILE|URL", doc: "The names of modules. Default: the nearest deno.json" },
  { name: "trust", type: "flag", doc: "Load code from elsewhere that drover.lock does not know, without asking" },
  { name: "update-lock", type: "flag", doc: "Load code from elsewhere that has changed, and say so in drover.lock" },
  { name: "allow-host", type: "list", value: "HOST", doc: "Load code from these hosts only; may be repeated" },
  { name: "cached-only", type: "flag", doc: "Load only code that was fetched before" },
  { name: "reload", type: "flag", doc: "Fetch code anew that was fetched before" },
  {
    name: "sandbox",
    type: "flag",
    doc: "Run deploy scripts without rights on this machine: they have operations, facts and host data alone",
  },
  { name: "clean", type: "flag", doc: "With cache: forget what was fetched" },
  { name: "json", type: "flag", doc: "One JSON object a line for each event, on stdout; asks nothing" },
  { name: "debug", type: "flag", doc: "Stack traces, and what else helps to find a defect" },
  {
    name: "fact-cache",
    type: "number",
    value: "SECONDS",
    doc:
      "Take facts that earlier runs have read, up to this age; what Drover changes is read again, what others change is not",
  },
  { name: "debug-facts", type: "flag", doc: "Show which facts were read when, and for which operation" },
  { name: "debug-operations", type: "flag", doc: "Show the plan as JSON and stop" },
  { name: "support", type: "flag", doc: "Show what a report of a defect should tell: versions and system" },
  { name: "version", type: "flag", doc: "Show the version" },
  { name: "help", short: "h", type: "flag", doc: "Show this help" },
] as const satisfies readonly Option[];

type OptionName = typeof OPTIONS[number]["name"];

/** The options of a command line. */
export interface Options {
  /** Whether a flag is set. */
  flag(name: OptionName): boolean;
  text(name: OptionName): string | undefined;
  number(name: OptionName): number | undefined;
  list(name: OptionName): readonly string[];
  count(name: OptionName): number;
}

/** A command line, parted. */
export interface CommandLine {
  readonly options: Options;
  readonly operands: readonly string[];
  /** What follows `--`; `undefined` without it. */
  readonly rest: readonly string[] | undefined;
}

/**
 * Parts a command line into options and operands. Options may stand anywhere in front of `--`; `--name=value` and
 * `--name value` are the same; both spellings with `_` and camelCase work.
 *
 * @throws {UsageError} with the nearest right name
 */
export function parseCommandLine(
  argv: readonly string[],
  environment: (name: string) => string | undefined,
): CommandLine {
  const values = new Map<string, (string | true)[]>();
  const operands: string[] = [];
  const end = argv.indexOf("--");
  const words = end < 0 ? [...argv] : argv.slice(0, end);
  for (let word = words.shift(); word !== undefined; word = words.shift()) {
    if (/^-[A-Za-z]/.test(word) && !word.startsWith("--")) parseShort(word, values);
    else if (word.startsWith("--")) parseLong(word, words, values);
    else operands.push(word);
  }
  for (const option of OPTIONS as readonly Option[]) {
    const set = option.environment && environment(option.environment);
    if (set && !values.has(option.name)) values.set(option.name, [set === "0" || set === "false" ? "" : true]);
  }
  return { options: makeOptions(values), operands, rest: end < 0 ? undefined : argv.slice(end + 1) };
}

function parseShort(word: string, values: Map<string, (string | true)[]>): void {
  for (const letter of word.slice(1)) {
    const option = (OPTIONS as readonly Option[]).find(({ short }) => short === letter);
    if (!option) throw new UsageError(`No option -${letter}`, { hint: "drover --help lists them." });
    add(values, option.name, true);
  }
}

function parseLong(word: string, words: string[], values: Map<string, (string | true)[]>): void {
  const [, name = "", equals, given = ""] = /^--([^=]*)(=?)(.*)$/s.exec(word)!;
  const option = findOption(name);
  if (option.type === "flag" || option.type === "count") {
    if (equals) throw new UsageError(`--${option.name} takes no value, found ${JSON.stringify(given)}`);
    return add(values, option.name, true);
  }
  const value = equals ? given : words.shift();
  if (value === undefined) throw new UsageError(`--${option.name} needs a value: --${option.name} ${option.value}`);
  if (option.type === "number" && !/^\d+(\.\d+)?$/.test(value)) {
    throw new UsageError(`--${option.name}: expected a number, found ${JSON.stringify(value)}`, {
      hint: `Write ${option.value} in digits alone, from 0 on, as --${option.name} 10.`,
    });
  }
  if (option.type === "integer" && !/^\d+$/.test(value)) {
    throw new UsageError(`--${option.name}: expected a whole number, found ${JSON.stringify(value)}`);
  }
  add(values, option.name, value);
}

function findOption(name: string): Option {
  const kebab = name.replaceAll("_", "-").replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const all = OPTIONS as readonly Option[];
  const found = all.find((option) => option.name === kebab || option.aliases?.includes(kebab));
  if (found) return found;
  const names = all.flatMap((option) => [option.name, ...option.aliases ?? []]).map((name) => `--${name}`);
  throw new UsageError(`No option --${name}${didYouMean(`--${kebab}`, names)}`, { hint: "drover --help lists them." });
}

function add(values: Map<string, (string | true)[]>, name: string, value: string | true): void {
  values.set(name, [...values.get(name) ?? [], value]);
}

function makeOptions(values: Map<string, (string | true)[]>): Options {
  const texts = (name: string) => (values.get(name) ?? []).filter((value) => typeof value === "string");
  return {
    flag: (name) => values.get(name)?.includes(true) ?? false,
    text: (name) => texts(name).at(-1),
    number: (name) => values.has(name) ? Number(texts(name).at(-1)) : undefined,
    list: texts,
    count: (name) => values.get(name)?.length ?? 0,
  };
}
