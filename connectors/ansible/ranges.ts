/** The hosts of a pattern such as `web[01:20:2].example.net:2222`. */

/** Hosts that one pattern stands for, and the port behind it. */
export interface ExpandedPattern {
  readonly names: readonly string[];
  readonly port?: number;
}

/** More hosts than this in one pattern are a slip of the pen. */
const MOST_HOSTS = 100_000;

/** Expands the ranges of a pattern. @throws {Error} that says what is wrong with it */
export function expandPattern(pattern: string): ExpandedPattern {
  const { address, port } = partPort(pattern);
  return { names: expandRanges(address), port };
}

/** `name:22`, `[2001:db8::1]:22`; an address of IPv6 without brackets has no port. */
function partPort(pattern: string): { readonly address: string; readonly port?: number } {
  const six = /^\[([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)\](?::(\d+))?$/.exec(pattern);
  if (six) return { address: six[1]!, port: six[2] === undefined ? undefined : portOf(six[2]) };
  const outside = pattern.replaceAll(/\[[^\]]*\]/g, (range) => "x".repeat(range.length));
  const colon = outside.indexOf(":");
  if (colon < 0 || outside.indexOf(":", colon + 1) >= 0) return { address: pattern };
  return { address: pattern.slice(0, colon), port: portOf(pattern.slice(colon + 1)) };
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65535) return port;
  throw new Error(`"${text}" is no port`);
}

function expandRanges(pattern: string): string[] {
  const open = pattern.indexOf("[");
  if (open < 0) return [pattern];
  const close = pattern.indexOf("]", open);
  if (close < 0) throw new Error(`the range "${pattern.slice(open)}" has no end`);
  const middle = rangeOf(pattern.slice(open + 1, close));
  const tails = expandRanges(pattern.slice(close + 1));
  if (middle.length * tails.length > MOST_HOSTS) throw new Error(`"${pattern}" stands for too many hosts`);
  return middle.flatMap((value) => tails.map((tail) => `${pattern.slice(0, open)}${value}${tail}`));
}

function rangeOf(range: string): string[] {
  const [begin = "", end = "", step = "1", ...rest] = range.split(":");
  const wrong = (why: string) => new Error(`the range "[${range}]" ${why}`);
  if (rest.length > 0 || end === "" || !/^\d+$/.test(step) || Number(step) === 0) {
    throw wrong("is not like [1:20], [01:20:2] or [a:f]");
  }
  if (/^[A-Za-z]$/.test(begin) && /^[A-Za-z]$/.test(end)) return lettersOf(begin, end, Number(step), wrong);
  if (!/^\d*$/.test(begin) || !/^\d+$/.test(end)) throw wrong("is neither of numbers nor of letters");
  const padded = begin.length > 1 && begin.startsWith("0");
  if (padded && begin.length !== end.length) throw wrong("has a leading zero, but its ends are not of one length");
  const [from, to] = [Number(begin), Number(end)];
  if (from > to) throw wrong("ends before it begins");
  if ((to - from) / Number(step) > MOST_HOSTS) throw wrong("stands for too many hosts");
  const count = Math.floor((to - from) / Number(step)) + 1;
  return Array.from(
    { length: count },
    (_, index) => String(from + index * Number(step)).padStart(padded ? begin.length : 0, "0"),
  );
}

function lettersOf(begin: string, end: string, step: number, wrong: (why: string) => Error): string[] {
  const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const [from, to] = [letters.indexOf(begin), letters.indexOf(end)];
  if (from > to) throw wrong("ends before it begins");
  return [...letters.slice(from, to + 1)].filter((_, index) => index % step === 0);
}
