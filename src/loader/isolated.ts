import * as zod from "zod";
import { DroverError, pathOf } from "../api/mod.ts";
import { sha256 } from "./cache.ts";
import { disarmingEdits } from "./disarm.ts";
import { explainImport } from "./explain.ts";
import { facadeText } from "./facade.ts";
import { makeGraph } from "./graph.ts";
import type { ImportType } from "./import_type.ts";
import { makeLinker } from "./link.ts";
import { graphOptions, type GraphParts, whatIsKnown } from "./loader.ts";
import { embeddedPackage, isOwnName, isOwnSource, ownName } from "./own_modules.ts";
import type { Remote } from "./remote.ts";
import { isRemote, resolveImport } from "./specifiers.ts";

/** Links modules for another realm. */
export interface IsolatedLoader {
  /** The folders that linked modules are in. */
  readonly folders: readonly URL[];
  /** Links what an address leads to; the address to import it at. @throws {DroverError} */
  link(url: string, type: ImportType, importedBy?: string): Promise<string>;
  /** The same for what a linked module imports while it runs. @throws {DroverError} */
  linkFrom(importer: string, specifier: string, type: ImportType): Promise<string>;
  /** Which linked modules stand for which addresses, of those that were linked since it was last asked for. */
  takeFresh(): (readonly [linked: string, url: string])[];
  /** The folders that modules of other machines were loaded from. */
  remoteFolders(): string[];
  /** Turns what an import over there threw into an error that says where it is. */
  explain(error: unknown, url: string): Promise<DroverError>;
}

/** Under this name the other realm finds zod. */
const ZOD = "npm:zod";

/** Modules that were linked for the program itself are in another folder: nothing was taken from them. */
const FOLDER = "isolated";

/** Makes what links modules for another realm: they import each other and `drover`, and nothing else of the program. */
export function isolatedLoader(
  parts: GraphParts,
  opened: () => Promise<Remote> | undefined,
  rule: (url: string) => void,
): IsolatedLoader {
  const { cache, mapFor, facades } = parts;
  const options = graphOptions(parts);
  const loaded = new Set<string>();
  const graph = makeGraph({
    ...options,
    async locate(url) {
      if (isOwnName(url) && ownName(url).name === "drover") return { external: await facades.address(url) };
      if (/^npm:\/?zod(@[^/]*)?$/.test(url)) {
        await embeddedPackage(url);
        const text = facadeText(ZOD, Object.keys(zod));
        return { external: await cache.keep(`own/${sha256(text)}.mjs`, () => text) };
      }
      if (isOwnName(url) || /^(node|npm):/.test(url) || isOwnSource(url)) throw notThere(url);
      rule(url);
      const found = await options.locate(url);
      if ("fetch" in found) rule(found.fetch);
      return found;
    },
    async fetch(url, importedBy) {
      const found = await options.fetch(url, importedBy);
      rule(found.url);
      loaded.add(found.url);
      return found;
    },
    async prepare(text) {
      const edits = [...text.edits, ...await disarmingEdits(text.code)];
      return { ...text, edits: edits.sort((one, other) => one.start - other.start) };
    },
  });
  const refuse = () => {
    throw new Error("This module was linked for another realm");
  };
  const linker = makeLinker(cache, { importFrom: refuse, resolveFrom: refuse }, FOLDER);
  const known = whatIsKnown(linker, facades);
  let told = 0;

  const link = async (url: string, type: ImportType, importedBy?: string): Promise<string> => {
    const target = await graph.load(url, type, importedBy);
    await (await opened())?.confirm();
    return "external" in target ? target.external : await linker.link(target.module);
  };
  return {
    folders: [`${FOLDER}/`, "own/"].map((name) => new URL(cache.address(name))),
    link,
    async linkFrom(importer, specifier, type) {
      const from = linker.linked.get(importer)?.url;
      if (from === undefined) throw new DroverError("load", `No module ${importer} was linked`);
      return await link(resolveImport(specifier, from, mapFor(from)), type, from);
    },
    takeFresh() {
      const fresh = [...linker.linked].slice(told).map(([address, { url }]) => [address, url] as const);
      told = linker.linked.size;
      return fresh;
    },
    remoteFolders: () => [...new Set([...loaded].filter(isRemote).map((url) => new URL(".", url).href))],
    explain: (error, url) => explainImport(error, url, known),
  };
}

function notThere(url: string): DroverError {
  return new DroverError("load", `Cannot load ${isOwnName(url) ? url : pathOf(url)} in the sandbox`, {
    hint:
      "Scripts in the sandbox import drover, zod, and modules of their own. Without --sandbox they may import more.",
  });
}
