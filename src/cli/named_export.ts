import { type AnyOperation, didYouMean, UsageError } from "../api/mod.ts";
import type { Loader } from "../loader/mod.ts";
import { currentFolder } from "./loading.ts";
import { type AnyFact, camel, findFact, findOperation, isFact, isOperation } from "./registry.ts";

/** An operation or a fact that does not come with Drover, as it is named on the command line. */
export interface NamedExport {
  /** The module: a file, an address, or a name of an import map. */
  readonly specifier: string;
  /** What it exports, or `NAMESPACE.NAME` for what a namespace that it exports holds. */
  readonly name: string;
}

/** Parts `SPECIFIER#EXPORT`; nothing for any other word, one with a pin included. */
export function parseNamedExport(word: string): NamedExport | undefined {
  const [, specifier, name] = /^([^#\s].*)#([A-Za-z_$][\w$-]*(?:\.[A-Za-z_$][\w$-]*)?)$/s.exec(word) ?? [];
  return specifier === undefined || name!.startsWith("sha256-") ? undefined : { specifier, name: name! };
}

/** The operation of a name: `MODULE.OPERATION`, or `SPECIFIER#EXPORT`. @throws {DroverError} with the nearest name */
export async function loadOperation(name: string, loader: Loader): Promise<AnyOperation> {
  const named = parseNamedExport(name);
  return named === undefined ? findOperation(name) : await importNamed(named, loader, OPERATION);
}

/** The fact of a name: `MODULE.FACT`, or `SPECIFIER#EXPORT`. @throws {DroverError} with the nearest name */
export async function loadFact(name: string, loader: Loader): Promise<AnyFact> {
  const named = parseNamedExport(name);
  if (named !== undefined) return await importNamed(named, loader, FACT);
  if (!isSpecifier(name)) return findFact(name);
  throw new UsageError(`${name} names a module, not a fact`, {
    hint: `Name what it exports: ${name}#EXPORT.`,
  });
}

/** Whether a word can only be the specifier of a module: a path, an address, a file of code. */
export function isSpecifier(word: string): boolean {
  return /^(\.{0,2}\/|@[\w-]+\/|(https?|file|jsr):)/.test(word) || /^[^=]+\.[mc]?[jt]s$/.test(word);
}

interface Kind<T> {
  readonly kind: string;
  readonly is: (value: unknown) => value is T;
  /** How the other kind is called. */
  readonly hint: (word: string) => string;
}

const OPERATION: Kind<AnyOperation> = {
  kind: "operation",
  is: isOperation,
  hint: (word) => `To read it: drover INVENTORY fact ${word}`,
};
const FACT: Kind<AnyFact> = { kind: "fact", is: isFact, hint: (word) => `To run it: drover INVENTORY ${word}` };

async function importNamed<T>({ specifier, name }: NamedExport, loader: Loader, of: Kind<T>): Promise<T> {
  const exported = flattened(await loader.import(specifier, currentFolder()));
  const found = exported.get(name) ?? exported.get(camel(name));
  if (of.is(found)) return found;
  if (isOperation(found) || isFact(found)) {
    const what = isFact(found) ? "a fact" : "an operation";
    throw new UsageError(`No ${of.kind} "${name}" in ${specifier}; it is ${what}`, {
      hint: `${of.hint(`${specifier}#${name}`)}.`,
    });
  }
  const names = [...exported].filter(([, value]) => of.is(value)).map(([key]) => key);
  const advice = found !== undefined && `; what it exports by this name is none` ||
    didYouMean(name, names) || `; it has ${names.join(", ") || `no ${of.kind}s`}`;
  throw new UsageError(`No ${of.kind} "${name}" in ${specifier}${advice}`, {
    hint: typeof exported.get("default") === "function"
      ? `To run its default export as a script: drover INVENTORY ${specifier}.`
      : undefined,
  });
}

/** What a module exports, and what the namespaces that it exports hold, as `NAMESPACE.NAME`. */
function flattened(module: Readonly<Record<string, unknown>>): ReadonlyMap<string, unknown> {
  const all = new Map(Object.entries(module));
  for (const [key, value] of Object.entries(module)) {
    if (typeof value !== "object" || value === null || isFact(value)) continue;
    for (const [inner, held] of Object.entries(value)) all.set(`${key}.${inner}`, held);
  }
  return all;
}
