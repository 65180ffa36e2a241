import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { pathOf } from "../api/mod.ts";
import { type Loader, openLoader } from "../loader/mod.ts";
import type { Options } from "./options.ts";
import { waitFor } from "./patience.ts";

/** What loading code needs of whoever runs it. */
export interface LoadingOptions {
  readonly options: Options;
  readonly warn: (message: string) => void;
  /** Asks whether to go on; `undefined` where nobody is asked. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
  /** Ends the waiting for a module. */
  readonly signal?: AbortSignal;
}

/** Makes the loader that the options describe. @throws {DroverError} for an import map that cannot be fetched */
export async function loaderFor({ options, warn, ask, signal }: LoadingOptions): Promise<Loader> {
  const importMap = options.text("import-map");
  let asks = 0;
  const loader = await openLoader({
    importMap: importMap && resolvePath(importMap),
    warn,
    trust: {
      trust: options.flag("trust"),
      updateLock: options.flag("update-lock"),
      allowedHosts: options.list("allow-host"),
      cachedOnly: options.flag("cached-only"),
      reload: options.flag("reload"),
      ask: ask && ((question) => {
        asks++;
        return ask(question).finally(() => asks--);
      }),
    },
  });
  if (signal === undefined) return loader;
  return {
    ...loader,
    import: (specifier, referrer) =>
      waitFor(loader.import(specifier, referrer), URL.canParse(specifier) ? pathOf(specifier) : specifier, {
        signal,
        // Somebody who reads a question is not to be told that it takes long.
        warn: (text) => asks === 0 && warn(text),
      }),
  };
}

/** A path as an absolute one; the addresses of other machines as they are. */
export function resolvePath(given: string): string {
  if (given.startsWith("file:")) return fileURLToPath(given);
  return /^(https?|jsr):/.test(given) ? given : resolve(given);
}

/** The current folder, as what imports of the command line are relative to. */
export function currentFolder(): string {
  return pathToFileURL(`${Deno.cwd()}/`).href;
}
