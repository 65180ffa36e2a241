/**
 * Reads JSON with comments and trailing commas, as in `deno.jsonc`.
 *
 * @throws {SyntaxError} for what is no JSON beyond that.
 */
export function parseJsonc(text: string): unknown {
  return JSON.parse(text.replace(/^\uFEFF/, "").replaceAll(TOKEN, strip));
}

// A string, a comment, or a comma with only white space and comments in front of what closes.
const TOKEN = /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|,(?=(?:\s|\/\/[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*[}\]])/g;

// Line ends stay, so that messages about what follows name the right line.
function strip(token: string): string {
  return token.startsWith('"') ? token : token.replaceAll(/[^\n]/g, " ");
}
