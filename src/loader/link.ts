import { type Cache, sha256 } from "./cache.ts";
import { type Module, reachable, type Target } from "./graph.ts";
import { EMITTER } from "./javascript.ts";
import { DYNAMIC_IMPORT, IMPORT_META } from "./names.ts";
import { registerLinked, type RunningLoader, RUNTIME } from "./runtime.ts";
import {
  applyEdits,
  decodeMappings,
  type Edit,
  encodeMappings,
  identityMap,
  shiftMap,
  type SourceMap,
} from "./source_map.ts";

/** Changes when linked modules are written in another way. */
const FORMAT = 1;

/** Writes modules into the cache, so that they import each other there. */
export interface Linker {
  /** The address to import a module at. */
  link(module: Module): Promise<string>;
  /** The modules that were written, by their addresses. */
  readonly linked: ReadonlyMap<string, Module>;
  readonly addresses: ReadonlyMap<Module, string>;
}

/** Makes a linker. @param folder another one where other texts are made of the same modules */
export function makeLinker(cache: Cache, loader: RunningLoader, folder = "linked"): Linker {
  const addresses = new Map<Module, string>();
  const linked = new Map<string, Module>();
  return {
    linked,
    addresses,
    async link(entry) {
      const fresh = [...reachable(entry)].filter((module) => !addresses.has(module));
      const files = new Map<Module, string>(fresh.map((module) => [module, `${folder}/${fileName(module)}`]));
      // Addresses do not depend on what is in the files, so the files can be written in any order.
      for (const [module, file] of files) addresses.set(module, cache.address(file));
      await Promise.all(fresh.map(async (module) => {
        const address = addresses.get(module)!;
        await cache.keep(files.get(module)!, () => linkedText(module, addresses));
        registerLinked(address, module.url, loader);
        linked.set(address, module);
      }));
      return addresses.get(entry)!;
    },
  };
}

/** The name of a linked module: other names for whatever may make its text, or that of a module that it imports, differ. */
function fileName(module: Module): string {
  const rows = [...reachable(module)].map((one) =>
    [one.type, one.url, one.hash, ...one.targets.map((target) => idOf(target))].join(" ")
  );
  const hash = sha256([FORMAT, EMITTER, module.type, module.url, ...rows.sort()].join("\n"));
  const name = new URL(module.url).pathname.split("/").pop()!.replaceAll(/[^\w.-]|^\./g, "_").slice(-40) || "index";
  return `${hash.slice(0, 2)}/${hash.slice(2, 40)}/${name}.mjs`;
}

function idOf(target: Target): string {
  return "external" in target ? target.external : `${target.module.type} ${target.module.url}`;
}

/** A module's edits: imports lead to linked modules, `import.meta` and `import()` to the loader. */
function editsOf({ text, targets }: Module, addresses: ReadonlyMap<Module, string>): Edit[] {
  const edits = text.dependencies.flatMap(({ start, end, attributes }, index): Edit[] => {
    const target = targets[index]!;
    const to = "external" in target ? target.external : addresses.get(target.module)!;
    const edit = { start: start - 1, end: end + 1, text: JSON.stringify(to) };
    if (attributes === undefined) return [edit];
    // Lines stay where they are: the source map counts them.
    const lineEnds = text.code.slice(attributes.start, attributes.end).replaceAll(/[^\n]/g, "");
    return [edit, { ...attributes, text: lineEnds }];
  });
  return [...edits, ...text.edits].sort((one, other) => one.start - other.start);
}

function linkedText(module: Module, addresses: ReadonlyMap<Module, string>): string {
  const { text, type } = module;
  if (type !== "module") return text.code;
  const edits = editsOf(module, addresses);
  const map = encodeMappings(shiftMap(sourceMapOf(module), text.code, edits));
  const json = JSON.stringify({ version: 3, sources: [module.url], names: [], mappings: map });
  return `${applyEdits(text.code, edits)}
;${runtimeFunctions(edits)}
//# sourceMappingURL=data:application/json;base64,${base64(json)}
`;
}

// Declared functions are there before the module runs: in a cycle they may be called early.
function runtimeFunctions(edits: readonly Edit[]): string {
  const uses = (name: string) => edits.some(({ text }) => text.startsWith(name));
  const meta = uses(IMPORT_META) ? `function ${IMPORT_META}(){return ${RUNTIME}.meta(import.meta.url)}` : "";
  return uses(DYNAMIC_IMPORT)
    ? `${meta}async function ${DYNAMIC_IMPORT}(s,o){return await ${RUNTIME}.import(import.meta.url,s,o)}`
    : meta;
}

function sourceMapOf({ text }: Module): SourceMap {
  return text.mappings === undefined ? identityMap(text.code) : decodeMappings(text.mappings);
}

/** The source map of a linked module. */
export function linkedMap(module: Module, addresses: ReadonlyMap<Module, string>): SourceMap {
  return shiftMap(sourceMapOf(module), module.text.code, editsOf(module, addresses));
}

function base64(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(""));
}
