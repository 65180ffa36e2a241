import { init, parse } from "es-module-lexer";
import type { Edit } from "./source_map.ts";

// As an escape the word means the same in strings, patterns and names of properties, but is no keyword any more.
const ESCAPED = { import: "\\u0069mport", from: "\\u0066rom" } as const;
const WORDS = /(?<![\w$\\.])(import|from)(?![\w$])/g;

/**
 * The edits that make sure that a module imports only what is known: whatever may be read as an import by the runtime, and
 * was not found by the lexer, becomes a syntax error.
 */
export async function disarmingEdits(code: string): Promise<Edit[]> {
  await init();
  const [imports] = parse(code);
  const known = imports.map(({ importStart, importEnd, type }) => ({
    start: importStart,
    // What follows the word itself may be any expression.
    end: type === "dynamic" || type === "import-meta" ? importStart + "import".length : importEnd,
  }));
  const edits: Edit[] = [];
  for (const { index, 1: word } of code.matchAll(WORDS)) {
    if (known.some(({ start, end }) => index >= start && index < end)) continue;
    if (word === "from" && !/^\s*["'/]/.test(code.slice(index + word.length, index + 200))) continue;
    edits.push({ start: index, end: index + word!.length, text: ESCAPED[word as keyof typeof ESCAPED] });
  }
  return edits;
}
