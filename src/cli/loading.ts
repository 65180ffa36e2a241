import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Loader, makeLoader } from "../loader/mod.ts";
import type { Options } from "./options.ts";

/** What loading code needs of whoever runs it. */
export interface LoadingOptions {
  readonly options: Options;
  readonly warn: (message: string) => void;
  /** Asks whether to go on; `undefined` where nobody is asked. */
  readonly ask: ((question: string) => Promise<boolean>) | undefined;
}

/** Makes the loader that the options describe. */
export function loaderFor({ options, warn, ask }: LoadingOptions): Loader {
  const importMap = options.text("import-map");
  return makeLoader({
    importMap: importMap && resolve(importMap),
    warn,
    trust: {
      trust: options.flag("trust"),
      updateLock: options.flag("update-lock"),
      allowedHosts: options.list("allow-host"),
      cachedOnly: options.flag("cached-only"),
      reload: options.flag("reload"),
      ask,
    },
  });
}

/** The current folder, as what imports of the command line are relative to. */
export function currentFolder(): string {
  return pathToFileURL(`${Deno.cwd()}/`).href;
}
