import { fileURLToPath } from "node:url";
import { type ImportType, importType } from "./import_type.ts";

/** What linked modules ask for while they run. */
export interface RunningLoader {
  importFrom(specifier: string, referrer: string, type: ImportType): Promise<unknown>;
  resolveFrom(specifier: string, referrer: string): string;
}

interface LinkedModule {
  readonly url: string;
  readonly loader: RunningLoader;
  meta?: object;
}

// Linked modules are modules of the whole program: what they ask for cannot be given to them in any other way.
const linked = new Map<string, LinkedModule>();
const ownModules = new Map<string, Readonly<Record<string, unknown>>>();

/** How linked modules reach what is below. */
export const RUNTIME = `globalThis[Symbol.for("drover.loader")]`;

Object.defineProperty(globalThis, Symbol.for("drover.loader"), {
  value: {
    async import(from: string, specifier: unknown, options?: { readonly with?: { readonly type?: string } }) {
      const { url, loader } = linked.get(from)!;
      return await loader.importFrom(String(specifier), url, importType(options?.with?.type, url));
    },
    meta(from: string) {
      const one = linked.get(from)!;
      return one.meta ??= importMeta(one);
    },
    own: (name: string) => ownModules.get(name),
  },
  configurable: true,
});

function importMeta({ url, loader }: LinkedModule): object {
  const meta: Record<string, unknown> = Object.create(null);
  meta.url = url;
  meta.main = false;
  meta.resolve = (specifier: unknown) => loader.resolveFrom(String(specifier), url);
  if (url.startsWith("file:")) {
    meta.filename = fileURLToPath(url);
    meta.dirname = fileURLToPath(new URL(".", url)).replace(/(?<=.)[\\/]$/, "");
  }
  return meta;
}

/** Says which module a linked one stands for. */
export function registerLinked(emitted: string, url: string, loader: RunningLoader): void {
  linked.set(emitted, { url, loader });
}

/** Makes a module of the program reachable for its facade. */
export function registerOwn(name: string, exports: Readonly<Record<string, unknown>>): void {
  ownModules.set(name, exports);
}
