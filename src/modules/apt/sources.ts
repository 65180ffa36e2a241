import { unexpected } from "../lines.ts";

/** A package source of apt. */
export interface AptSource {
  readonly type: "deb" | "deb-src";
  readonly url: string;
  readonly distribution: string;
  readonly components: readonly string[];
  /** As `arch` and `signed-by`; several values are a list. */
  readonly options: Readonly<Record<string, string | readonly string[]>>;
}

// The address of a CD has its name in brackets, with spaces.
const ONE_LINE =
  /^\s*(deb|deb-src)(?:\s+\[([^\]]*)\])?\s+((?:[^\s[]|\[[^\]]*\])+)\s+(\S+)((?:\s+[^\s#]+)*)\s*(?:#.*)?$/;

/**
 * Reads one line of a `sources.list`; `undefined` for a line that is no source.
 *
 * @throws {Error} for a line that starts as a source does and is none
 */
export function parseSource(line: string): AptSource | undefined {
  const [, type, options = "", url, distribution, components = ""] = ONE_LINE.exec(line) ?? [];
  if (type === undefined) {
    if (/^\s*deb(-src)?\s/.test(line)) throw unexpected("a type, an address and a suite", line);
    return undefined;
  }
  return {
    type: type as AptSource["type"],
    url: url!,
    distribution: distribution!,
    components: wordsOf(components),
    options: Object.fromEntries(
      wordsOf(options).map((option) => {
        const [key = "", ...value] = option.split("=");
        return [key, oneOrMany(value.join("=").split(","))];
      }),
    ),
  };
}

/**
 * Reads the lines of `.list` files and of deb822 files (`.sources`), each of which ends with an empty line.
 *
 * @throws {Error} for a line that apt would take for a broken source
 */
export function parseSources(lines: readonly string[]): AptSource[] {
  const sources: AptSource[] = [];
  let fields: Record<string, string> = {};
  let field: string | undefined;
  let start = "";
  for (const line of [...lines, ""]) {
    const source = parseSource(line);
    const [, name, value] = /^([A-Za-z][A-Za-z-]*):\s*(.*)$/.exec(line) ?? [];
    if (source) sources.push(source);
    else if (name !== undefined) {
      if (field === undefined) start = line;
      fields[field = name.toLowerCase()] = value!;
    } else if (field !== undefined && /^\s+\S/.test(line)) fields[field] += `\n${line.trim()}`;
    else if (line.trim() === "") {
      if (field !== undefined) sources.push(...sourcesOf(fields, start));
      fields = {};
      field = undefined;
    } else if (field !== undefined && !line.startsWith("#")) throw unexpected("a field and its value", line);
  }
  return sources;
}

const FIELDS = ["types", "uris", "suites", "components", "enabled"];
const OPTION_NAMES: Readonly<Record<string, string>> = { architectures: "arch", languages: "lang", targets: "target" };

function sourcesOf(fields: Readonly<Record<string, string>>, start: string): AptSource[] {
  if (/^(no|false|without|off|disable|0)$/i.test(fields.enabled ?? "")) return [];
  const [types, urls, suites, components] = FIELDS.map((name) => wordsOf(fields[name] ?? ""));
  if (!types!.length || !urls!.length || !suites!.length) throw unexpected("Types, URIs and Suites together", start);
  const options = Object.fromEntries(
    Object.entries(fields).filter(([name]) => !FIELDS.includes(name)).map(([name, value]) => [
      OPTION_NAMES[name] ?? name,
      // The signing key itself can stand in a file, over many lines.
      value.includes("-----BEGIN") ? value.trim() : oneOrMany(wordsOf(value)),
    ]),
  );
  return types!.filter((type): type is AptSource["type"] => type === "deb" || type === "deb-src").flatMap((type) =>
    urls!.flatMap((url) =>
      suites!.map((distribution) => ({ type, url, distribution, components: components!, options }))
    )
  );
}

/**
 * Whether a source gives what a wanted one does. It may also name its keys where the wanted one does not: the same
 * archive twice, with other keys, is an error for apt.
 */
export function covers(source: AptSource, wanted: AptSource): boolean {
  return samePlace(source, wanted, ["signed-by"]) &&
    wanted.components.every((component) => source.components.includes(component));
}

/** Whether two sources are the same. */
export function sameSource(source: AptSource, wanted: AptSource): boolean {
  const sorted = ({ components }: AptSource) => JSON.stringify([...new Set(components)].sort());
  return samePlace(source, wanted, []) && sorted(source) === sorted(wanted);
}

function samePlace(source: AptSource, wanted: AptSource, extraOptions: readonly string[]): boolean {
  const plain = ({ type, url, distribution, options }: AptSource) => {
    const counting = Object.entries(options).filter(([name]) => name in wanted.options || !extraOptions.includes(name));
    return JSON.stringify([type, url.replace(/\/$/, ""), distribution, counting.sort()]);
  };
  return plain(source) === plain(wanted);
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter(Boolean);
}

function oneOrMany(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? values[0]! : values;
}
