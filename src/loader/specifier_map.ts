/** Specifiers, or what they begin with, and the addresses that they are mapped to; the longest come first. */
type Table = readonly (readonly [string, URL])[];

/** An import map as it is looked up. */
export interface SpecifierMap {
  readonly imports: Table;
  /** Addresses of modules, or what they begin with, and what holds for these. */
  readonly scopes: readonly (readonly [string, Table])[];
}

type Addresses = Readonly<Record<string, string>>;

/** Makes a map of entries that are addresses, relative to that of the map. */
export function parseSpecifierMap(
  imports: Addresses,
  scopes: Readonly<Record<string, Addresses>>,
  base: string,
): SpecifierMap {
  const table = (entries: Addresses): Table =>
    longestFirst(Object.entries(entries).map(([name, value]) => [asUrl(name, base) ?? name, new URL(value, base)]));
  return {
    imports: table(imports),
    scopes: longestFirst(Object.entries(scopes).map(([scope, entries]) => [new URL(scope, base).href, table(entries)])),
  };
}

/** The address that an import is mapped to, as the standard of import maps says it; `undefined` if it is not mapped. */
export function lookUp(map: SpecifierMap, specifier: string, referrer: string): string | undefined {
  const name = asUrl(specifier, referrer) ?? specifier;
  for (const [scope, table] of map.scopes) {
    if (scope !== referrer && !(scope.endsWith("/") && referrer.startsWith(scope))) continue;
    const found = lookUpIn(table, name);
    if (found !== undefined) return found;
  }
  return lookUpIn(map.imports, name);
}

function lookUpIn(table: Table, name: string): string | undefined {
  for (const [key, address] of table) {
    if (key === name) return address.href;
    if (!key.endsWith("/") || !name.startsWith(key)) continue;
    const rest = name.slice(key.length);
    const found = URL.canParse(rest, address) ? new URL(rest, address).href : undefined;
    // `x/../../secret` must not leave what x/ is mapped to.
    return found?.startsWith(address.href) ? found : undefined;
  }
  return undefined;
}

function asUrl(specifier: string, base: string): string | undefined {
  if (/^\.{0,2}\//.test(specifier)) return URL.canParse(specifier, base) ? new URL(specifier, base).href : undefined;
  return URL.canParse(specifier) ? new URL(specifier).href : undefined;
}

function longestFirst<T>(entries: (readonly [string, T])[]): (readonly [string, T])[] {
  return entries.sort(([one], [other]) => one < other ? 1 : -1);
}
