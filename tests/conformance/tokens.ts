import { quote } from "../../src/api/mod.ts";

/** One piece of a shell command: a word without its quotes, or an operator. */
export interface Token {
  readonly kind: "word" | "operator";
  readonly text: string;
}

/** Stands in front of a character that the shell acts on, as `$` outside of single quotes: `'$x'` is not `$x`. */
export const ACTIVE = "\u0001";

const OPERATORS = ["&&", "||", ";;", "<<-", "<<", ">>", "<&", ">&", "<>", ">|", "|", "&", ";", "(", ")", "<", ">"];
/** After these a line end means nothing. */
const OPENING = ["&&", "||", "|", ";", "(", "do", "then", "else", "{"];

/** Splits shell text into words and operators, so that two texts can be compared by what they mean. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    if (text.startsWith("\\\n", at)) at += 2;
    else if (text[at] === "\n") at = lineEnd(tokens, at);
    else if (/\s/.test(text[at]!)) at++;
    else {
      const [token, end] = operatorAt(text, at) ?? wordAt(text, at);
      tokens.push(token);
      at = end;
    }
  }
  while (tokens.at(-1)?.text === ";") tokens.pop();
  return tokens;
}

/** The token list as text for people, quoted in one way. */
export function show(tokens: readonly Token[]): string {
  return tokens.map(({ kind, text }) => {
    if (kind === "operator") return text;
    if (!text.includes(ACTIVE)) return quote(text);
    const plain = text.replaceAll(ACTIVE, "");
    return /\s/.test(plain) ? `"${plain}"` : plain;
  }).join(" ");
}

/** Splits a command at the `&&` that are in no group. */
export function splitAnd(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === "operator" && token.text === "(") depth++;
    if (token.kind === "operator" && token.text === ")") depth--;
    if (token.kind === "operator" && token.text === "&&" && depth === 0) parts.push([]);
    else parts.at(-1)!.push(token);
  }
  return parts;
}

function lineEnd(tokens: Token[], at: number): number {
  if (tokens.length > 0 && !OPENING.includes(tokens.at(-1)!.text)) tokens.push({ kind: "operator", text: ";" });
  return at + 1;
}

function operatorAt(text: string, at: number): [Token, number] | undefined {
  const descriptor = /^\d+(?=[<>])/.exec(text.slice(at, at + 4))?.[0] ?? "";
  const operator = OPERATORS.find((one) => text.startsWith(one, at + descriptor.length));
  if (operator === undefined) return undefined;
  return [{ kind: "operator", text: descriptor + operator }, at + descriptor.length + operator.length];
}

function wordAt(text: string, start: number): [Token, number] {
  let word = "";
  let at = start;
  let doubleQuoted = false;
  while (at < text.length) {
    const character = text[at]!;
    if (!doubleQuoted && /[\s|&;()<>]/.test(character)) break;
    if (character === '"') {
      doubleQuoted = !doubleQuoted;
      at++;
    } else if (character === "'" && !doubleQuoted) {
      const end = endOf(text.indexOf("'", at + 1), text);
      word += text.slice(at + 1, end);
      at = end + 1;
    } else if (character === "\\") {
      const next = text[at + 1] ?? "";
      if (next !== "\n") word += doubleQuoted && !'$`"\\'.includes(next) ? `\\${next}` : next;
      at += 2;
    } else if (character === "`" || text.startsWith("$(", at)) {
      const [inner, end] = substitutionAt(text, at);
      word += `${ACTIVE}$(${inner})`;
      at = end;
    } else {
      const acts = doubleQuoted ? character === "$" : "$*?[~".includes(character);
      word += acts ? ACTIVE + character : character;
      at++;
    }
  }
  return [{ kind: "word", text: word }, at];
}

function substitutionAt(text: string, at: number): [string, number] {
  const normal = (inner: string) => tokenize(inner).map((token) => token.text).join(" ");
  if (text[at] === "`") {
    const end = endOf(text.indexOf("`", at + 1), text);
    return [normal(text.slice(at + 1, end)), end + 1];
  }
  let depth = 0;
  let quoted = false;
  for (let end = at + 1; end < text.length; end++) {
    if (text[end] === "'") quoted = !quoted;
    if (quoted) continue;
    if (text[end] === "(") depth++;
    if (text[end] === ")" && --depth === 0) return [normal(text.slice(at + 2, end)), end + 1];
  }
  return [normal(text.slice(at + 2)), text.length];
}

/** The end of an unclosed quote is the end of the text. */
function endOf(index: number, text: string): number {
  return index === -1 ? text.length : index;
}
