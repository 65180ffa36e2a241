import { pathToFileURL } from "node:url";
import * as z from "zod";
import type { CallSite } from "./callsite.ts";

/** Where a relative `src` of the arguments that are being checked belongs to; set around each (synchronous) check. */
let base: () => CallSite | undefined = () => undefined;

/** Checks arguments while relative sources belong to the module that made the call. */
export function withCallerAsBase<T>(caller: () => CallSite | undefined, check: () => T): T {
  const before = base;
  base = caller;
  try {
    return check();
  } finally {
    base = before;
  }
}

/** Refuses sources that whoever names them must not read; set around each (synchronous) check. */
let assertMayRead: (source: URL) => void = () => {};

/** Checks arguments whose sources are held against a rule. */
export function withSourceRule<T>(rule: (source: URL) => void, check: () => T): T {
  const before = assertMayRead;
  assertMayRead = rule;
  try {
    return check();
  } finally {
    assertMayRead = before;
  }
}

function resolveSource(source: string | URL): URL {
  const resolved = addressOf(source);
  assertMayRead(resolved);
  return resolved;
}

function addressOf(source: string | URL): URL {
  if (source instanceof URL) return source;
  if (/^[a-z][a-z0-9+.-]+:/i.test(source)) return new URL(source);
  if (source.startsWith("/")) return pathToFileURL(source);
  const folder = base()?.url ?? pathToFileURL(`${Deno.cwd()}/`).href;
  return new URL(source.split("/").map(encodeURIComponent).join("/"), folder);
}

const MODE = /^(0?[0-7]{3,4}|[ugoa]*[+=-][rwxXst]*([+=-][rwxXst]*)*(,[ugoa]*[+=-][rwxXst]*)*)$/;

/** Argument kinds that many operations share. */
export const arg = {
  /** A local file or folder, or an address: a relative string belongs to the module that wrote it. Becomes a URL. */
  src(): z.ZodType<URL, string | URL> {
    return z.union([z.string().min(1), z.instanceof(URL)]).transform(resolveSource);
  },
  /** A file mode: octal digits in quotes (`"644"`, `"4755"`; come without leading zeros) or symbolic (`"u+x,go-w"`). */
  mode(): z.ZodType<string, string> {
    return z.string().regex(MODE, `octal digits in quotes, as "644", or symbolic, as "u+x"`).transform((mode) =>
      mode.replace(/^0+(?=\d{3})/, "")
    );
  },
  /** One string or a list of strings. Becomes a list. */
  list(): z.ZodType<string[], string | readonly string[]> {
    return z.union([z.string(), z.array(z.string()).readonly()]).transform((value) =>
      typeof value === "string" ? [value] : [...value]
    );
  },
  /** An absolute or home-relative path on the host. */
  path(): z.ZodType<string, string> {
    return z.string().min(1);
  },
};
