import { isAbsolute, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { DroverError, pathOf } from "../api/mod.ts";
import { explainImport, nearestFile } from "./explain.ts";

/** Imports modules of users. */
export interface Loader {
  /** The address that a specifier stands for. @throws {DroverError} */
  resolve(specifier: string, referrer: string): string;
  /** Imports a module. @throws {DroverError} that names the file, the line and what to do. */
  import(specifier: string, referrer: string): Promise<Record<string, unknown>>;
}

/** Makes the loader of a run. Local files only: other sources are refused, saying so. */
export function makeLoader(): Loader {
  return { resolve: resolveSpecifier, import: importModule };
}

function resolveSpecifier(specifier: string, referrer: string): string {
  if (specifier.startsWith("file:")) return specifier;
  if (/^[a-z][a-z0-9+.-]+:/i.test(specifier)) {
    throw new DroverError("load", `Cannot load ${specifier}: this version loads local files only`, {
      hint: "Download the script and give its path.",
    });
  }
  const base = referrer.startsWith("file:") ? new URL(referrer) : undefined;
  if (isAbsolute(specifier)) return pathToFileURL(specifier).href;
  return base
    ? new URL(specifier.split("/").map(encodeURIComponent).join("/"), base).href
    : pathToFileURL(resolve(specifier)).href;
}

async function importModule(specifier: string, referrer: string): Promise<Record<string, unknown>> {
  const url = resolveSpecifier(specifier, referrer);
  await assertFile(new URL(url));
  try {
    return await import(url);
  } catch (error) {
    if (error instanceof DroverError) throw error;
    throw await explainImport(error, url);
  }
}

async function assertFile(url: URL): Promise<void> {
  const info = await Deno.stat(url).catch(() => undefined);
  if (info?.isFile) return;
  throw new DroverError(
    "load",
    `Cannot load ${pathOf(url)}: ${info ? "it is a directory" : "no such file"}${await nearestFile(url)}`,
  );
}
