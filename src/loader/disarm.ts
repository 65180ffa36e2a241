import { init, parse } from "es-module-lexer";
import type { Edit } from "./source_map.ts";

// As an escape the word means the same in strings, patterns and names of properties, but is no keyword any more.
const ESCAPED = { import: "\\u0069mport", from: "\\u0066rom" } as const;
// In front of a specifier there may be blanks and comments.
const WORDS = /(?<![\w$\\])(?:(import)(?![\w$])|(from)(?=\s*["'/]))/g;

/**
 * The edits that make sure that a module imports only what is known: whatever may be read as an import by the runtime, and
 * was not found by the lexer, becomes a syntax error.
 */
export async function disarmingEdits(code: string): Promise<Edit[]> {
  await init();
  const [imports] = parse(code);
  const starts = new Set(imports.map(({ importStart }) => importStart));
  const statements = imports.filter(({ type }) => type !== "dynamic" && type !== "import-meta");
  const edits: Edit[] = [];
  for (const { index, 0: word } of code.matchAll(WORDS)) {
    const isKnown = word === "import"
      ? starts.has(index)
      : statements.some(({ importStart, importEnd }) => index >= importStart && index < importEnd);
    if (!isKnown) edits.push({ start: index, end: index + word.length, text: ESCAPED[word as keyof typeof ESCAPED] });
  }
  return edits;
}
