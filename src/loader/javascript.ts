import nodeModule from "node:module";
import { DroverError, pathOf } from "../api/mod.ts";

/** JavaScript, and where it came from. */
export interface JavaScript {
  readonly code: string;
  /** The `mappings` of its source map; `undefined` where it is the source itself. */
  readonly mappings?: string;
}

type StripTypes = (code: string, options: object) => string;

// Deno has it from 2.8.2 on.
const native = (nodeModule as { readonly stripTypeScriptTypes?: StripTypes }).stripTypeScriptTypes;

/** Names what makes JavaScript of TypeScript: what one made is not taken for the other's. */
export const EMITTER = native ? `deno ${Deno.version.deno}` : "amaro 1.2.1";

/**
 * Makes JavaScript of TypeScript: types go, and imports that only types used; enums and parameter properties are carried
 * out.
 *
 * @throws {DroverError} with file, line and column for what is no TypeScript.
 */
export async function toJavaScript(code: string, url: string): Promise<JavaScript> {
  return native ? nativeTransform(native, code, url) : await amaroTransform(code, url);
}

const INLINE_MAP = "//# sourceMappingURL=data:application/json;base64,";

function nativeTransform(transform: StripTypes, code: string, url: string): JavaScript {
  let text;
  try {
    text = transform(code, { mode: "transform", sourceMap: true });
  } catch (cause) {
    const [, message, line, column] = /^(?:SyntaxError: )?([\s\S]*?)(?:\s+at \S+?:(\d+):(\d+))?$/
      .exec((cause as Error).message) ?? [];
    throw syntaxError(url, message!, line, column, cause);
  }
  const end = text.lastIndexOf(INLINE_MAP);
  const bytes = Uint8Array.from(atob(text.slice(end + INLINE_MAP.length).trim()), (one) => one.charCodeAt(0));
  return { code: text.slice(0, end), mappings: JSON.parse(new TextDecoder().decode(bytes)).mappings };
}

async function amaroTransform(code: string, url: string): Promise<JavaScript> {
  const { transformSync } = (await import("amaro")).default;
  try {
    const made = transformSync(code, {
      mode: "transform",
      sourceMap: true,
      filename: url,
      transform: { verbatimModuleSyntax: false, nativeClassProperties: true },
    });
    return { code: made.code, mappings: JSON.parse(made.map!).mappings };
  } catch (cause) {
    const { message, startLine, startColumn } = cause as { message?: string; startLine?: number; startColumn?: number };
    throw syntaxError(url, String(message), startLine, (startColumn ?? 0) + 1, cause);
  }
}

/** A module that is no TypeScript or JavaScript. */
export function syntaxError(
  url: string,
  message: string,
  line: number | string | undefined,
  column: number | string | undefined,
  cause: unknown,
): DroverError {
  return new DroverError("load", `Cannot load ${pathOf(url)}: SyntaxError: ${message.trim()}`, {
    at: line === undefined ? undefined : `${pathOf(url)}:${line}:${column ?? 1}`,
    cause,
  });
}
