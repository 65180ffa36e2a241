import { isAbsolute, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { didYouMean, DroverError, messageOf, pathOf } from "../api/mod.ts";

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
    throw explain(error, url);
  }
}

async function assertFile(url: URL): Promise<void> {
  const info = await Deno.stat(url).catch(() => undefined);
  if (info?.isFile) return;
  const folder = new URL(".", url);
  const names: string[] = [];
  if (await Deno.stat(folder).catch(() => undefined)) {
    for await (const { name } of Deno.readDir(folder)) names.push(name);
  }
  const wanted = decodeURIComponent(url.pathname.split("/").pop()!);
  throw new DroverError(
    "load",
    `Cannot load ${pathOf(url)}: ${info ? "it is a directory" : "no such file"}${didYouMean(wanted, names)}`,
  );
}

/** Turns what an import throws into an error that says where it is. */
function explain(error: unknown, url: string): DroverError {
  const text = messageOf(error);
  const place = /(file:\/\/\S+?:\d+:\d+)/.exec(text)?.[1];
  const message = text.split("\n").filter((line) => !/^\s*at file:/.test(line)).join("\n").trim();
  if (error instanceof SyntaxError) {
    return new DroverError("load", `Cannot load ${pathOf(url)}: ${message}`, {
      at: place && pathWithLine(place),
      cause: error,
    });
  }
  const found = /Module not found "?([^"\s]+)"?|Cannot find module ['"]?([^'"\s]+)/.exec(text);
  const hint = found ? "Check the path; relative imports belong to the file that writes them." : undefined;
  const at = place ?? firstFrame((error as Error)?.stack);
  return new DroverError("load", `Cannot load ${pathOf(url)}: ${message}`, {
    hint,
    at: at && pathWithLine(at),
    cause: error,
  });
}

function firstFrame(stack = ""): string | undefined {
  return /(file:\/\/\S+?:\d+:\d+)/.exec(stack)?.[1];
}

function pathWithLine(place: string): string {
  const [, url, rest] = /^(.*?)(:\d+:\d+)$/.exec(place)!;
  return `${pathOf(url!)}${rest}`;
}
