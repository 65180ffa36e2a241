import { DroverError } from "../api/mod.ts";
import { type Cache, cacheFolder, openCache } from "./cache.ts";
import { explainImport, type Known } from "./explain.ts";
import { type Facades, makeFacades } from "./facade.ts";
import { type Graph, makeGraph, type Target } from "./graph.ts";
import { type ImportMap, importMaps } from "./import_map.ts";
import type { ImportType } from "./import_type.ts";
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
  /** The names that the import map has for modules imported from there. */
  names(referrer: string): readonly string[];
}

/** How modules are loaded. */
export interface LoaderOptions {
  /** The import map of all modules. Default: the nearest `deno.json` of each, for remote ones that of the current folder. */
  readonly importMap?: string;
  /** Default: the user's cache folder. */
  readonly cacheFolder?: string;
  readonly warn?: (message: string) => void;
  /** How modules of other machines are fetched and trusted. */
  readonly trust?: TrustOptions;
}

/** Makes the loader of a run. */
export function makeLoader(options: LoaderOptions = {}): Loader {
  const cache = openCache(options.cacheFolder ?? cacheFolder((name) => Deno.env.get(name)), options.warn ?? (() => {}));
  const facades = makeFacades(cache);
  const mapFor = importMaps(options.importMap);
  let remote: Promise<Remote> | undefined;
  const openRemote = () =>
    remote ??= import("./remote.ts").then((module) => module.openRemote(cache, options.trust ?? {}));
  const graph = graphOf({ cache, facades, mapFor, openRemote });
  const linker = makeLinker(cache, {
    importFrom: (specifier, referrer, type) =>
      load(resolveImport(specifier, referrer, mapFor(referrer)), type, referrer),
    resolveFrom: (specifier, referrer) => resolveImport(specifier, referrer, mapFor(referrer)),
  });
  const known = whatIsKnown(linker, facades);

  const fetchAll = async (url: string, type: ImportType, importedBy?: string): Promise<Target> => {
    const target = await graph.load(url, type, importedBy);
    // What is new to the lock file is loaded only when somebody has agreed to it.
    await (await remote)?.confirm();
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
  const entry = (specifier: string, referrer: string) => resolveEntry(specifier, referrer, mapFor(referrer));
  return {
    resolve: entry,
    import: async (specifier, referrer) => await load(entry(specifier, referrer), "module"),
    prepare: async (specifier, referrer) => void await fetchAll(entry(specifier, referrer), "module"),
    names: (referrer) => mapFor(referrer)?.names ?? [],
  };
}

interface GraphParts {
  readonly cache: Cache;
  readonly facades: Facades;
  readonly mapFor: (referrer: string) => ImportMap | undefined;
  readonly openRemote: () => Promise<Remote>;
}

function graphOf({ cache, facades, mapFor, openRemote }: GraphParts): Graph {
  return makeGraph({
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
  });
}

function whatIsKnown(linker: Linker, facades: Facades): Known {
  return {
    nameOf: (address) => linker.linked.get(address)?.url ?? facades.names.get(address),
    sourceOf(address, line, column) {
      const module = linker.linked.get(address);
      const place = module && sourcePlace(linkedMap(module, linker.addresses), line - 1, column - 1);
      return module && place && { url: module.url, line: place.line + 1, column: place.column + 1 };
    },
    async exportsOf(name) {
      if (isOwnName(name)) return Object.keys((await ownModule(name)).exports);
      return [...linker.linked.values()].find(({ url, type }) => url === name && type === "module")?.text.exports ?? [];
    },
  };
}
