import { DroverError, formatCallSite } from "../api/mod.ts";
import { type Cache, sha256 } from "./cache.ts";
import { getOrMake } from "./get_or_make.ts";
import type { ImportType } from "./import_type.ts";
import { EMITTER } from "./javascript.ts";
import { type Media, mediaOf } from "./media.ts";
import type { Dependency, ModuleText } from "./module.ts";
import { decodeMappings, placeOfOffset, sourcePlace } from "./source_map.ts";

/** What an address gave. */
export interface Fetched {
  /** Where it was found in the end: the module's identity. */
  readonly url: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** What an import leads to: a module of the graph, or an address that the program imports as it is. */
export type Target = { readonly module: Module } | { readonly external: string };

/** A module with all that it imports. */
export interface Module {
  readonly url: string;
  readonly type: ImportType;
  /** The SHA-256 of what was read. */
  readonly hash: string;
  readonly text: ModuleText;
  /** What its imports lead to, in their order; complete when the graph is. */
  readonly targets: readonly Target[];
}

/** What a graph is made with. */
export interface GraphOptions {
  readonly cache: Cache;
  /** The address that an import stands for. @throws {DroverError} */
  resolve(specifier: string, referrer: string): string;
  /** What is behind an address: something to fetch, or something that the program imports as it is. */
  locate(url: string): Promise<{ readonly fetch: string } | { readonly external: string }>;
  fetch(url: string, importedBy: string | undefined): Promise<Fetched>;
  /** Changes the text of a module before it is used. Default: it stays as it is. */
  prepare?(text: ModuleText): Promise<ModuleText>;
}

/** Modules, each loaded once. */
export interface Graph {
  /** Loads what an address leads to, with everything that it imports. @throws {DroverError} */
  load(url: string, type: ImportType, importedBy?: string): Promise<Target>;
}

interface Draft extends Module {
  readonly targets: Target[];
}

/** Makes a graph without modules. */
export function makeGraph({ cache, resolve, locate, fetch, prepare }: GraphOptions): Graph {
  const fetched = new Map<string, Promise<Fetched>>();
  const modules = new Map<string, Promise<Draft>>();
  // An include is imported for each host: what is complete is not walked again.
  const completed = new Set<Module>();

  async function target(url: string, type: ImportType, importedBy: string | undefined): Promise<Target> {
    const place = await locate(url);
    if ("external" in place) return place;
    const found = await getOrMake(fetched, place.fetch, () => fetch(place.fetch, importedBy));
    return { module: await getOrMake(modules, `${type} ${found.url}`, () => makeModule(found, type)) };
  }

  async function makeModule({ url, bytes, contentType }: Fetched, type: ImportType): Promise<Draft> {
    const hash = sha256(bytes);
    const media = mediaOf(url, contentType);
    const text = await readCached(cache, bytes, { url, media, type, hash });
    return { url, type, hash, text: prepare ? await prepare(text) : text, targets: [] };
  }

  async function complete(module: Draft, seen: Set<Module>): Promise<void> {
    if (completed.has(module) || seen.has(module)) return;
    seen.add(module);
    await Promise.all(module.text.dependencies.map(async (dependency, index) => {
      try {
        const url = resolve(dependency.specifier, module.url);
        const found = module.targets[index] ??= await target(url, dependency.type, module.url);
        if ("module" in found) await complete(found.module as Draft, seen);
      } catch (error) {
        if (error instanceof DroverError) error.at ??= placeOfImport(module, dependency);
        throw error;
      }
    }));
  }

  return {
    async load(url, type, importedBy) {
      const found = await target(url, type, importedBy);
      if (!("module" in found)) return found;
      const seen = new Set<Module>();
      await complete(found.module as Draft, seen);
      for (const module of seen) completed.add(module);
      return found;
    },
  };
}

/** All modules that a module leads to, itself first. */
export function reachable(module: Module): Set<Module> {
  const seen = new Set([module]);
  // A set gives what is added while it is walked, too.
  for (const one of seen) {
    for (const target of one.targets) if ("module" in target) seen.add(target.module);
  }
  return seen;
}

/** Where an import stands in the source. */
function placeOfImport({ url, text }: Module, { start }: Dependency): string {
  const generated = placeOfOffset(text.code, start);
  const place = text.mappings === undefined
    ? generated
    : sourcePlace(decodeMappings(text.mappings), generated.line, generated.column) ?? generated;
  return formatCallSite({ url, line: place.line + 1, column: place.column + 1 });
}

// Making JavaScript of it costs more than all else; the same bytes always give the same.
async function readCached(
  cache: Cache,
  bytes: Uint8Array,
  of: { readonly url: string; readonly media: Media; readonly type: ImportType; readonly hash: string },
): Promise<ModuleText> {
  const name = `texts/${sha256(`2 ${EMITTER} ${of.media} ${of.type} ${of.hash}`)}.json`;
  const known = cache.readJson<ModuleText>(name);
  if (known) return known;
  const { readModule } = await import("./module.ts");
  const text = await readModule(bytes, of);
  await cache.write(name, JSON.stringify(text));
  return text;
}
