import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { DroverError, messageOf, pathOf } from "../api/mod.ts";
import { parseJsonc } from "./jsonc.ts";
import { lookUp, parseSpecifierMap } from "./specifier_map.ts";

/** The names that a project gives to modules. */
export interface ImportMap {
  /** The file it was read from. */
  readonly url: string;
  /** The address that a specifier is mapped to; `undefined` if it is not mapped. @throws {DroverError} */
  lookUp(specifier: string, referrer: string): string | undefined;
  /** The names that are mapped for all modules. */
  readonly names: readonly string[];
}

type Table = Record<string, string>;

/** The import map of a folder: what the nearest `deno.json` or `deno.jsonc` says. */
export function nearestImportMap(folder: string): ImportMap | undefined {
  for (let at = folder;; at = dirname(at)) {
    for (const name of ["deno.json", "deno.jsonc"]) {
      const path = join(at, name);
      const text = readIfThere(path);
      if (text !== undefined) return parseImportMap(text, pathToFileURL(path).href);
    }
    if (dirname(at) === at) return undefined;
  }
}

/** Reads an import map, or the one in a `deno.json`. @throws {DroverError} */
export function readImportMap(path: string): ImportMap {
  const text = readIfThere(path);
  if (text === undefined) throw new DroverError("load", `Cannot read the import map ${path}: no such file`);
  return parseImportMap(text, pathToFileURL(path).href);
}

// A running module asks what a name stands for and cannot wait: this is not asynchronous.
function readIfThere(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound || cause instanceof Deno.errors.NotADirectory) return undefined;
    throw new DroverError("load", `Cannot read the import map ${path}: ${messageOf(cause)}`, { cause });
  }
}

/** Makes an import map of the text of one, or of a `deno.json`, that was found at an address. @throws {DroverError} */
export function parseImportMap(text: string, url: string): ImportMap {
  const { imports, scopes, importMap } = parseConfig(text, pathOf(url));
  if (imports !== undefined || scopes !== undefined || typeof importMap !== "string") {
    return makeImportMap({ imports, scopes }, url);
  }
  const other = new URL(importMap, url);
  if (other.protocol === "file:" && url.startsWith("file:")) return readImportMap(fileURLToPath(other));
  throw new DroverError("load", `${pathOf(url)}: cannot use the import map ${other.href}: it is no local file`, {
    hint: `Name it on the command line: --import-map ${other.href}`,
  });
}

function parseConfig(text: string, path: string): Record<string, unknown> {
  let value;
  try {
    value = text.trim() === "" ? {} : parseJsonc(text);
  } catch (cause) {
    throw new DroverError("load", `Cannot read the import map ${path}: it is no JSON: ${messageOf(cause)}`, { cause });
  }
  if (isMapping(value)) return value;
  throw new DroverError(
    "load",
    `Cannot read the import map ${path}: expected an object, found ${JSON.stringify(value)}`,
  );
}

/** Makes an import map of parsed JSON. @throws {DroverError} */
export function makeImportMap(
  { imports = {}, scopes = {} }: { readonly imports?: unknown; readonly scopes?: unknown },
  url: string,
): ImportMap {
  const broken: Table = {};
  const table = (value: unknown, where: string): Table => {
    if (!isMapping(value)) {
      throw new DroverError("load", `${pathOf(url)}: "${where}" has to be an object, found ${JSON.stringify(value)}`);
    }
    const [good, bad] = sortEntries(value, url);
    Object.assign(broken, bad);
    return withSubpaths(good);
  };
  const scopeTables = isMapping(scopes) ? scopes : { scopes: table(scopes, "scopes") };
  const map = parseSpecifierMap(
    table(imports, "imports"),
    Object.fromEntries(Object.entries(scopeTables).map(([scope, value]) => [scope, table(value, scope)])),
    url,
  );
  return {
    url,
    names: Object.keys(imports as object),
    lookUp(specifier, referrer) {
      if (specifier in broken) throw mapsToNothing(specifier, broken[specifier]!, url);
      return lookUp(map, specifier, referrer);
    },
  };
}

/** The entries that lead somewhere, and those that do not. */
function sortEntries(entries: Record<string, unknown>, base: string): [Table, Table] {
  const good: Table = {};
  const bad: Table = {};
  for (const [name, value] of Object.entries(entries)) {
    const leads = typeof value === "string" && name !== "" && isAddress(value, base) &&
      (!name.endsWith("/") || value.endsWith("/"));
    if (leads) good[name] = value;
    else bad[name] = JSON.stringify(value);
  }
  return [good, bad];
}

function isAddress(value: string, base: string): boolean {
  const isRelative = /^\.{0,2}\//.test(value);
  if (isRelative ? !URL.canParse(value, base) : !URL.canParse(value)) return false;
  // Names for local files are given by local maps alone.
  return base.startsWith("file:") || new URL(value, base).protocol !== "file:";
}

function mapsToNothing(specifier: string, value: string, url: string): DroverError {
  return new DroverError("load", `${pathOf(url)} maps "${specifier}" to nothing that can be loaded: ${value}`, {
    hint: /^"file:/.test(value)
      ? "An import map of another machine does not lead to local files."
      : specifier.endsWith("/")
      ? "What a name with / at its end is mapped to ends with /, too."
      : "Write a path that starts with ./, / or ../, or an address.",
  });
}

// As in Deno: `"x": "jsr:@a/x@1"` answers `x/sub`, too.
function withSubpaths(table: Table): Table {
  const extended = { ...table };
  for (const [name, value] of Object.entries(table)) {
    if (name.endsWith("/") || !/^(jsr|npm):/.test(value)) continue;
    extended[`${name}/`] ??= `${value.replace(/^(jsr|npm):\/?/, "$1:/")}/`;
  }
  return extended;
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The import map for a module: the given one, or the nearest to it; remote modules get that of the current folder. */
export function importMaps(path: string | undefined): (referrer: string) => ImportMap | undefined {
  const known = new Map<string, ImportMap | undefined>();
  return (referrer) => {
    const address = new URL(referrer);
    const folder = address.protocol === "file:" ? fileURLToPath(new URL(".", address)) : Deno.cwd();
    const key = path ?? folder;
    if (!known.has(key)) {
      known.set(key, path === undefined ? nearestImportMap(folder) : readImportMap(resolve(path)));
    }
    return known.get(key);
  };
}
