import { DroverError } from "../api/mod.ts";
import { type Cache, cacheFolder, openCache } from "./cache.ts";
import { explainImport, type Known } from "./explain.ts";
import { type Facades, makeFacades } from "./facade.ts";
import { getOrMake } from "./get_or_make.ts";
import { type GraphOptions, makeGraph, type Target } from "./graph.ts";
import { type ImportMap, importMaps, parseImportMap } from "./import_map.ts";
import type { ImportType } from "./import_type.ts";
import type { IsolatedLoader } from "./isolated.ts";
import { linkedMap, type Linker, makeLinker } from "./link.ts";
import { readLocal } from "./local.ts";
import { embeddedPackage, isOwnName, isOwnSource, ownModule } from "./own_modules.ts";
import type { Remote } from "./remote.ts";
import type { TrustOptions } from "./trust.ts";
import { sourcePlace } from "./source_map.ts";
import { isRemote, resolveEntry, resolveImport } from "./specifiers.ts";

/** Imports modules of users. */
export interface Loader {
  /** The address that a specifier stands for. @throws {DroverError} */
  resolve(specifier: string, referrer: string): string;
  /** Imports a module. @throws {DroverError} that names the file, the line and what to do. */
  import(specifier: string, referrer: string): Promise<Record<string, unknown>>;
  /** Fetches a module with all that it imports, and runs nothing. @throws {DroverError} */
  prepare(specifier: string, referrer: string): Promise<void>;
  /**
   * The address of a local copy of what is behind an address of another machine: not a module, but trusted, locked and
   * kept as one.
   *
   * @throws {DroverError}
   */
  localCopy(address: string): Promise<URL>;
  /**
   * What links modules for another realm and runs none of them here. A module that imports what the rule refuses, or what
   * is the program's own, is not linked.
   */
  isolated(rule: (url: string) => void): Promise<IsolatedLoader>;
  /** The names that the import map has for modules imported from there. */
  names(referrer: string): readonly string[];
}

/** How modules are loaded. */
export interface LoaderOptions {
  /**
   * The import map of all modules: a path, or for {@linkcode openLoader} an address, too. Default: the nearest `deno.json`
   * of each, for remote ones that of the current folder.
   */
  readonly importMap?: string;
  /** Default: the user's cache folder. */
  readonly cacheFolder?: string;
  readonly warn?: (message: string) => void;
  /** How modules of other machines are fetched and trusted. */
  readonly trust?: TrustOptions;
}

/** Makes the loader of a run. */
export function makeLoader(options: LoaderOptions = {}): Loader {
  return loaderOn(openStores(options), importMaps(options.importMap));
}

/** Makes the loader of a run whose import map may be on another machine, trusted as code is. @throws {DroverError} */
export async function openLoader(options: LoaderOptions = {}): Promise<Loader> {
  const { importMap } = options;
  if (importMap === undefined || !/^(https?|jsr):/.test(importMap)) return makeLoader(options);
  const stores = openStores(options);
  const remote = await stores.openRemote();
  const { url, bytes } = await remote.fetch(await remote.locate(importMap), undefined);
  const map = parseImportMap(new TextDecoder().decode(bytes), url);
  await remote.confirm();
  return loaderOn(stores, () => map);
}

/** Where modules come from, and where they are kept. */
interface Stores {
  readonly cache: Cache;
  /** Opens the way to other machines, once. */
  openRemote(): Promise<Remote>;
  /** What that has found so far, if it was opened. */
  opened(): Promise<Remote> | undefined;
}

function openStores(options: LoaderOptions): Stores {
  const cache = openCache(options.cacheFolder ?? cacheFolder((name) => Deno.env.get(name)), options.warn ?? (() => {}));
  let remote: Promise<Remote> | undefined;
  return {
    cache,
    openRemote: () => remote ??= import("./remote.ts").then((module) => module.openRemote(cache, options.trust ?? {})),
    opened: () => remote,
  };
}

function loaderOn({ cache, openRemote, opened }: Stores, mapFor: MapFor): Loader {
  const facades = makeFacades(cache);
  const graph = makeGraph(graphOptions({ cache, facades, mapFor, openRemote }));
  const linker = makeLinker(cache, {
    importFrom: (specifier, referrer, type) =>
      load(resolveImport(specifier, referrer, mapFor(referrer)), type, referrer),
    resolveFrom: (specifier, referrer) => resolveImport(specifier, referrer, mapFor(referrer)),
  });
  const known = whatIsKnown(linker, facades);

  const fetchAll = async (url: string, type: ImportType, importedBy?: string): Promise<Target> => {
    const target = await graph.load(url, type, importedBy);
    // What is new to the lock file is loaded only when somebody has agreed to it.
    await (await opened())?.confirm();
    return target;
  };
  const load = async (url: string, type: ImportType, importedBy?: string): Promise<Record<string, unknown>> => {
    const target = await fetchAll(url, type, importedBy);
    const address = "external" in target ? target.external : await linker.link(target.module);
    try {
      return await import(address);
    } catch (error) {
      if (error instanceof DroverError) throw error;
      throw await explainImport(error, "external" in target ? url : target.module.url, known);
    }
  };
  const copies = new Map<string, Promise<URL>>();
  const fetchCopy = async (address: string): Promise<URL> => {
    const from = await openRemote();
    const copy = await from.keep(await from.locate(address));
    await from.confirm();
    return copy;
  };
  const entry = (specifier: string, referrer: string) => resolveEntry(specifier, referrer, mapFor(referrer));
  return {
    resolve: entry,
    import: async (specifier, referrer) => await load(entry(specifier, referrer), "module"),
    prepare: async (specifier, referrer) => void await fetchAll(entry(specifier, referrer), "module"),
    localCopy: (address) =>
      getOrMake(copies, address, () =>
        fetchCopy(address).catch((error) => {
          // The next try may succeed.
          copies.delete(address);
          throw error;
        })),
    isolated: async (rule) =>
      (await import("./isolated.ts")).isolatedLoader({ cache, facades, mapFor, openRemote }, opened, rule),
    names: (referrer) => mapFor(referrer)?.names ?? [],
  };
}

/** The import map for a module. */
export type MapFor = (referrer: string) => ImportMap | undefined;

/** What a loader consists of. */
export interface GraphParts {
  readonly cache: Cache;
  readonly facades: Facades;
  readonly mapFor: MapFor;
  readonly openRemote: () => Promise<Remote>;
}

/** How the modules of users are found and read. */
export function graphOptions({ cache, facades, mapFor, openRemote }: GraphParts): GraphOptions {
  return {
    cache,
    resolve: (specifier, referrer) => resolveImport(specifier, referrer, mapFor(referrer)),
    async locate(url) {
      if (isOwnName(url)) return { external: await facades.address(url) };
      if (url.startsWith("node:") || isOwnSource(url)) return { external: url };
      if (url.startsWith("npm:")) return { external: await embeddedPackage(url) };
      if (url.startsWith("jsr:") || isRemote(url)) return { fetch: await (await openRemote()).locate(url) };
      if (/^(file|data):/.test(url)) return { fetch: url };
      throw new DroverError("load", `Cannot load ${url}: Drover does not know such addresses`, {
        hint: "Modules are files, https: addresses, and packages of jsr:.",
      });
    },
    async fetch(url, importedBy) {
      if (isRemote(url)) return await (await openRemote()).fetch(url, importedBy);
      if (url.startsWith("file:")) return await readLocal(url, importedBy);
      const response = await fetch(url);
      return { url, bytes: await response.bytes(), contentType: response.headers.get("content-type") ?? "" };
    },
  };
}

/** What errors can be explained with. */
export function whatIsKnown(linker: Linker, facades: Facades): Known {
  return {
    nameOf: (address) => linker.linked.get(address)?.url ?? facades.names.get(address),
    sourceOf(address, line, column) {
      const module = linker.linked.get(address);
      const place = module && sourcePlace(linkedMap(module, linker.addresses), line - 1, column - 1);
      return module && place && { url: module.url, line: place.line + 1, column: place.column + 1 };
    },
    codeOf: (url) => [...linker.linked.values()].find((module) => module.url === url)?.text.code,
    async exportsOf(name) {
      if (isOwnName(name)) return Object.keys((await ownModule(name)).exports);
      return [...linker.linked.values()].find(({ url, type }) => url === name && type === "module")?.text.exports ?? [];
    },
  };
}
