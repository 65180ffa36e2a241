/**
 * Reads ssh_config files and computes what they say about one host (ssh_config(5)).
 *
 * @module
 */
import { dirname, isAbsolute, join } from "node:path";
import { ConnectError } from "drover/connectors";
import { matchesPatterns } from "./patterns.ts";

/** A part of an ssh_config file; what is included stands where its Include stood. */
export type ConfigEntry =
  | { readonly kind: "option"; readonly keyword: string; readonly values: readonly string[] }
  | { readonly kind: "host"; readonly patterns: readonly string[]; readonly entries: readonly ConfigEntry[] }
  | { readonly kind: "match"; readonly words: readonly string[]; readonly entries: readonly ConfigEntry[] }
  | { readonly kind: "include"; readonly entries: readonly ConfigEntry[] };

/** How config files are reached. */
export interface ConfigReader {
  /** The text of a file; `undefined` where there is none. */
  read(path: string): Promise<string | undefined>;
  /** The files that a pattern with `*` and `?` names, in order. */
  glob(pattern: string): Promise<string[]>;
  readonly home: string;
}

/** What is asked about a host. */
export interface ConfigQuestion {
  /** The name as the user gave it. */
  readonly host: string;
  /** The login user where the user gave one. */
  readonly user?: string;
  readonly localUser: string;
}

/** Options by keyword in lower case; all values of IdentityFile, the first value of everything else. */
export type ConfigOptions = ReadonlyMap<string, readonly string[]>;

/** As in OpenSSH: an Include nested deeper than this is taken for a circle. */
const MAX_DEPTH = 16;

/** Stands among the options where a `Match exec` would have to be asked. */
export const MATCH_EXEC = "match exec";

const EVERY_VALUE_COUNTS = new Set(["identityfile", "certificatefile"]);

/** Reads a config file and what it includes. @throws {ConnectError} where it makes no sense. */
export async function readConfig(path: string, reader: ConfigReader, depth = 0): Promise<ConfigEntry[]> {
  const text = await reader.read(path);
  if (text === undefined) return [];
  if (depth > MAX_DEPTH) throw new ConnectError(`Cannot read the ssh config ${path}: Include goes in a circle`);
  const { parse } = await import("ssh-config");
  let lines: readonly Line[];
  try {
    lines = parse(text) as unknown as Line[];
  } catch (cause) {
    throw new ConnectError(`Cannot read the ssh config ${path}: ${(cause as Error).message}`, {
      hint: "Let `ssh -G` check it, or name another file with sshConfigFile.",
      cause,
    });
  }
  return await entriesOf(lines, path, reader, depth);
}

/** A line as the parser of ssh-config gives it. */
interface Line {
  readonly type: number;
  readonly param?: string;
  readonly value?: string | readonly { readonly val: string }[];
  readonly config?: readonly Line[];
}

async function entriesOf(lines: readonly Line[], path: string, reader: ConfigReader, depth: number) {
  const entries: ConfigEntry[] = [];
  for (const line of lines) {
    if (line.param === undefined) continue;
    const keyword = line.param.toLowerCase();
    const values = typeof line.value === "string" ? [line.value] : (line.value ?? []).map(({ val }) => val);
    if (keyword === "host") {
      entries.push({
        kind: "host",
        patterns: values,
        entries: await entriesOf(line.config ?? [], path, reader, depth),
      });
    } else if (keyword === "match") {
      entries.push({ kind: "match", words: values, entries: await entriesOf(line.config ?? [], path, reader, depth) });
    } else if (keyword === "include") {
      entries.push({ kind: "include", entries: await included(values, path, reader, depth) });
    } else {
      entries.push({ kind: "option", keyword, values });
    }
  }
  return entries;
}

async function included(patterns: readonly string[], path: string, reader: ConfigReader, depth: number) {
  const base = path.startsWith("/etc/ssh/") ? dirname(path) : join(reader.home, ".ssh");
  const entries: ConfigEntry[] = [];
  for (const pattern of patterns) {
    const expanded = expandHome(pattern, reader.home);
    const full = isAbsolute(expanded) ? expanded : join(base, expanded);
    const files = /[*?[]/.test(full) ? await reader.glob(full) : [full];
    for (const file of files) entries.push(...await readConfig(file, reader, depth + 1));
  }
  return entries;
}

/** Replaces a leading `~`. */
export function expandHome(path: string, home: string): string {
  return path === "~" || path.startsWith("~/") ? home + path.slice(1) : path;
}

/** Computes the options of one host: the first value wins. */
export function computeOptions(entries: readonly ConfigEntry[], question: ConfigQuestion): ConfigOptions {
  const options = new Map<string, string[]>();
  if (question.user !== undefined) options.set("user", [question.user]);
  const state: State = { options, question, final: false, wantsFinal: false };
  collect(entries, state);
  if (state.wantsFinal) collect(entries, { ...state, final: true });
  return options;
}

interface State {
  readonly options: Map<string, string[]>;
  readonly question: ConfigQuestion;
  readonly final: boolean;
  wantsFinal: boolean;
}

function collect(entries: readonly ConfigEntry[], state: State): void {
  for (const entry of entries) {
    if (entry.kind === "option") setOption(entry.keyword, entry.values, state.options);
    else if (entry.kind === "include") collect(entry.entries, state);
    else if (entry.kind === "host") {
      if (matchesPatterns(entry.patterns, state.question.host)) collect(entry.entries, state);
    } else if (matchesAll(entry.words, state)) collect(entry.entries, state);
  }
}

function setOption(keyword: string, values: readonly string[], options: Map<string, string[]>): void {
  const present = options.get(keyword);
  if (present === undefined) options.set(keyword, [...values]);
  else if (EVERY_VALUE_COUNTS.has(keyword)) present.push(...values.filter((value) => !present.includes(value)));
}

/** Whether all criteria of a Match line hold. `exec` never does: a config file starts no programs here; it is noted. */
function matchesAll(words: readonly string[], state: State): boolean {
  let matches = words.length > 0;
  for (let index = 0; index < words.length; index++) {
    const negated = words[index]!.startsWith("!");
    const criterion = (negated ? words[index]!.slice(1) : words[index]!).toLowerCase();
    const plain = criterion === "all" || criterion === "final" || criterion === "canonical";
    // `Match host a exec b` starts nothing for another host.
    if (criterion === "exec" && !matches) {
      index++;
      continue;
    }
    const answer = holds(criterion, plain ? "" : words[++index] ?? "", state);
    if (answer === undefined || answer === negated) matches = false;
  }
  return matches;
}

function holds(criterion: string, argument: string, state: State): boolean | undefined {
  const { question, options } = state;
  const patterns = argument.split(",");
  switch (criterion) {
    case "all":
      return true;
    case "final":
      state.wantsFinal = true;
      return state.final;
    case "canonical":
      return false;
    case "host":
      return matchesPatterns(patterns, hostNameOf(options, question.host).toLowerCase());
    case "originalhost":
      return matchesPatterns(patterns, question.host);
    case "user":
      return matchesPatterns(patterns, options.get("user")?.[0] ?? question.localUser);
    case "localuser":
      return matchesPatterns(patterns, question.localUser);
    case "exec":
      options.set(MATCH_EXEC, [argument]);
      return undefined;
    default:
      return undefined;
  }
}

/** The address that a config gives a host. */
export function hostNameOf(options: ConfigOptions, host: string): string {
  const name = options.get("hostname")?.[0] ?? "%h";
  return name.replace(/%[h%]/g, (token) => token === "%h" ? host : "%");
}
