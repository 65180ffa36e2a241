import { init, parse } from "es-module-lexer";
import { DroverError, pathOf } from "../api/mod.ts";
import { type ImportType, importType } from "./import_type.ts";
import { type JavaScript, syntaxError, toJavaScript } from "./javascript.ts";
import type { Media } from "./media.ts";
import { DYNAMIC_IMPORT, IMPORT_META } from "./names.ts";
import { type Edit, placeOfOffset } from "./source_map.ts";

/** An import that is known before anything runs. */
export interface Dependency {
  readonly specifier: string;
  readonly type: ImportType;
  /** Where its specifier stands in the code. */
  readonly start: number;
  readonly end: number;
  /** Where `with {…}` stands. */
  readonly attributes?: { readonly start: number; readonly end: number };
}

/** A module as JavaScript, with what has to be replaced in it. */
export interface ModuleText extends JavaScript {
  readonly dependencies: readonly Dependency[];
  /** The names that it exports, without those of `export *`. */
  readonly exports: readonly string[];
  /** Calls of `import(…)` and uses of `import.meta`, as calls of functions of ours. */
  readonly edits: readonly Edit[];
}

/** Makes JavaScript of what was read, and finds its imports. @throws {DroverError} */
export async function readModule(
  bytes: Uint8Array,
  { url, media, type }: { readonly url: string; readonly media: Media; readonly type: ImportType },
): Promise<ModuleText> {
  if (type === "bytes") return data(`Uint8Array.fromBase64(${JSON.stringify(base64(bytes))})`);
  const text = new TextDecoder("utf-8").decode(bytes);
  if (type === "text") return data(JSON.stringify(text));
  if (media === "page") {
    throw new DroverError("load", `Cannot load ${url}: it is a web page, not a script`, {
      hint: "Use the address of the raw file.",
    });
  }
  if (type === "json") return data(jsonValue(text, url));
  if (media === "json") {
    throw new DroverError("load", `Cannot load ${pathOf(url)}: it is JSON`, {
      hint: 'Import it with { type: "json" }.',
    });
  }
  if (media === "jsx") throw new DroverError("load", `Cannot load ${pathOf(url)}: JSX is not supported`);
  if (media === "unknown") {
    throw new DroverError("load", `Cannot load ${pathOf(url)}: it is no TypeScript or JavaScript by its name`, {
      hint: 'Modules end in .ts, .mts, .js or .mjs; other files are imported with { type: "text" }.',
    });
  }
  const script = media === "typescript" ? await toJavaScript(text, url) : { code: text };
  return { ...script, ...await findImports(script.code, url) };
}

async function findImports(code: string, url: string): Promise<Omit<ModuleText, "code">> {
  await init();
  let imports, exports;
  try {
    [imports, exports] = parse(code, url);
  } catch (cause) {
    const { line, column } = placeOfOffset(code, (cause as { idx?: number }).idx ?? 0);
    throw syntaxError(url, "Unexpected token", line + 1, column + 1, cause);
  }
  const dependencies: Dependency[] = [];
  const edits: Edit[] = [];
  for (const one of imports) {
    if (one.type === "import-meta") {
      edits.push({ start: one.start, end: one.end, text: `${IMPORT_META}()` });
    } else if (one.type === "dynamic") {
      edits.push({ start: one.importStart, end: one.importStart + "import".length, text: DYNAMIC_IMPORT });
    } else {
      const type = one.attributes?.find(([name]) => name === "type")?.[1];
      const attributes = one.attributesStart < 0
        ? undefined
        : { start: code.lastIndexOf("with", one.attributesStart), end: one.importEnd };
      dependencies.push({
        specifier: one.specifier!,
        type: importType(type, url),
        start: one.start,
        end: one.end,
        attributes,
      });
    }
  }
  return { dependencies, exports: exports.flatMap((one) => "name" in one ? [one.name as string] : []), edits };
}

function data(expression: string): ModuleText {
  return { code: `export default ${expression};`, dependencies: [], exports: ["default"], edits: [] };
}

function jsonValue(text: string, url: string): string {
  try {
    return `JSON.parse(${JSON.stringify(JSON.stringify(JSON.parse(text)))})`;
  } catch (cause) {
    throw new DroverError("load", `Cannot load ${pathOf(url)}: it is no JSON: ${(cause as Error).message}`, { cause });
  }
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
