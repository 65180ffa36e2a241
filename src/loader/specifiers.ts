import { builtinModules } from "node:module";
import { isAbsolute, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { DroverError, pathOf } from "../api/mod.ts";
import type { ImportMap } from "./import_map.ts";
import { isOwnName } from "./own_modules.ts";

const BUILT_IN = new Set(builtinModules);
const RELATIVE = /^\.{0,2}\//;

/** The address that an import in a module stands for. @throws {DroverError} for a name that leads nowhere. */
export function resolveImport(specifier: string, referrer: string, map: ImportMap | undefined): string {
  if (isOwnName(specifier)) return specifier;
  const address = map?.lookUp(specifier, referrer) ?? ownAddress(specifier, referrer);
  if (address === undefined) throw unknownName(specifier, referrer, map);
  assertMayImport(specifier, address, referrer, map);
  return address;
}

/** The address of what a person names, on the command line or in `include`: a path as well as an address. */
export function resolveEntry(specifier: string, referrer: string, map: ImportMap | undefined): string {
  if (isOwnName(specifier)) return specifier;
  const mapped = RELATIVE.test(specifier) ? undefined : map?.lookUp(specifier, referrer);
  const address = mapped ?? entryAddress(specifier, referrer);
  assertMayImport(specifier, address, referrer, map);
  return address;
}

function entryAddress(specifier: string, referrer: string): string {
  if (hasScheme(specifier)) return specifier;
  if (isRemote(referrer)) return new URL(specifier, referrer).href;
  if (isAbsolute(specifier)) return pathToFileURL(specifier).href;
  return referrer.startsWith("file:")
    ? new URL(specifier.split("/").map(encodeURIComponent).join("/"), referrer).href
    : pathToFileURL(resolve(specifier)).href;
}

function ownAddress(specifier: string, referrer: string): string | undefined {
  if (RELATIVE.test(specifier)) {
    return URL.canParse(specifier, referrer) ? new URL(specifier, referrer).href : undefined;
  }
  if (hasScheme(specifier)) return URL.canParse(specifier) ? new URL(specifier).href : specifier;
  return BUILT_IN.has(specifier) ? `node:${specifier}` : undefined;
}

// A drive letter of Windows is no scheme.
function hasScheme(specifier: string): boolean {
  return /^[a-z][a-z0-9+.-]+:/i.test(specifier);
}

/** Whether an address is on the network. */
export function isRemote(url: string): boolean {
  return /^https?:/.test(url);
}

// What the user's own import map says is the user's word. Code in a data: address may be from anywhere.
function assertMayImport(specifier: string, address: string, referrer: string, map: ImportMap | undefined): void {
  const isLocal = address.startsWith("file:") && !referrer.startsWith("file:");
  const isWeaker = address.startsWith("http:") && referrer.startsWith("https:");
  const isOwnWord = map?.url.startsWith("file:") && address === map.lookUp(specifier, referrer);
  if (!isLocal && !isWeaker || isOwnWord) return;
  const what = isLocal ? `the local file ${pathOf(address)}: code from elsewhere` : `${address}: code from https:`;
  throw new DroverError("load", `${shortened(referrer)} imports ${what} must not`, {
    hint: "If you want it to, map the name to the address in your import map.",
  });
}

function shortened(url: string): string {
  return url.length > 100 ? `${url.slice(0, 100)}…` : url;
}

function unknownName(specifier: string, referrer: string, map: ImportMap | undefined): DroverError {
  const where = map ? `not in the import map ${pathOf(map.url)}` : "there is no import map";
  return new DroverError("load", `${pathOf(referrer)} imports "${specifier}": no path, no address, and ${where}`, {
    hint: `Write "./${specifier}" for a file beside the script, or add the name to "imports" in deno.json.`,
  });
}
