import type { Json } from "./cases.ts";
import { camel, sameName } from "./names.ts";

/**
 * Compares what a fact gave with what pyinfra gives, modulo our shapes: `camelCase` fields, a `Date` for a time, a `Set`
 * or a list in any order for a set, octal digits for a mode, and nothing for `null`.
 *
 * @returns where they differ; `undefined` where they do not
 */
export function resultDifference(expected: Json | undefined, found: unknown, at = "result"): string | undefined {
  const differs = () => `${at}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`;
  if (expected === null || expected === undefined) return found === null || found === undefined ? undefined : differs();
  if (found instanceof Date) return found.getTime() === timeOf(expected) ? undefined : differs();
  if (found instanceof Map) return resultDifference(expected, Object.fromEntries(found), at);
  if (found instanceof Set) return setDifference(expected, [...found], at);
  if (Array.isArray(expected)) return listDifference(expected, found, at);
  if (typeof expected === "object") return objectDifference(expected, found, at);
  if (typeof expected === "number" && /mode$/.test(at)) return String(expected) === found ? undefined : differs();
  return expected === found ? undefined : differs();
}

function timeOf(expected: Json): number {
  if (typeof expected !== "string") return NaN;
  const text = expected.replace(/^datetime:/, "");
  return Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes("T") ? text : `${text}Z`);
}

function setDifference(expected: Json, found: unknown[], at: string): string | undefined {
  if (!Array.isArray(expected)) return `${at}: expected ${JSON.stringify(expected)}, found a set`;
  return listDifference(["set:", ...expected.filter((item) => item !== "set:")], found, at);
}

function listDifference(expected: Json[], found: unknown, at: string): string | undefined {
  const unordered = expected[0] === "set:";
  const wanted = unordered ? expected.slice(1) : expected;
  if (!Array.isArray(found) || found.length !== wanted.length) {
    return `${at}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`;
  }
  if (!unordered) return first(wanted.map((item, index) => resultDifference(item, found[index], `${at}[${index}]`)));
  const missing = wanted.find((item) => !found.some((one) => resultDifference(item, one) === undefined));
  if (missing !== undefined) return `${at}: expected ${JSON.stringify(missing)} in ${JSON.stringify(found)}`;
  const extra = found.find((one) => !wanted.some((item) => resultDifference(item, one) === undefined));
  return extra === undefined ? undefined : `${at}: found ${JSON.stringify(extra)} beside ${JSON.stringify(wanted)}`;
}

function objectDifference(expected: { [key: string]: Json }, found: unknown, at: string): string | undefined {
  if (found === null || typeof found !== "object" || Array.isArray(found)) {
    return `${at}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(found)}`;
  }
  const ours = found as Record<string, unknown>;
  const names = pairNames(Object.keys(expected), Object.keys(ours));
  const matched = new Set(Object.values(names));
  const extra = Object.keys(ours).find((key) => !matched.has(key) && ours[key] !== null && ours[key] !== undefined);
  if (extra !== undefined) return `${at}: found ${JSON.stringify(extra)} beside what was expected`;
  return first(
    Object.entries(expected).map(([key, value]) => resultDifference(value, ours[names[key]!], `${at}.${key}`)),
  );
}

/** Which of our keys stand for the expected ones: the same key, else the field's name in our casing. */
function pairNames(expected: readonly string[], ours: readonly string[]): Record<string, string> {
  return Object.fromEntries(expected.map((key) => {
    const free = ours.filter((one) => !expected.includes(one));
    const name = ours.includes(key)
      ? key
      : free.find((one) => one === camel(key)) ?? free.find((one) => sameName(one, key)) ?? key;
    return [key, name];
  }));
}

function first(differences: readonly (string | undefined)[]): string | undefined {
  return differences.find((difference) => difference !== undefined);
}
