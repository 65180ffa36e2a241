import { type Data, UsageError, type z } from "../api/mod.ts";
import { parseValue } from "../inventory/mod.ts";
import { camel } from "./registry.ts";

/**
 * The arguments of an operation or a fact from the words of a command line: `key=value`; words without `=` go to the
 * arguments in their order. A number or the like where only text fits is that text: a commit may be all digits.
 *
 * @param schema the arguments that there are, in order
 */
export function parseWords(words: readonly string[], { shape }: z.ZodObject, what: string): Data {
  const args: Data = {};
  const positions = Object.keys(shape);
  for (const word of words) {
    const [, key, value] = /^([A-Za-z_][\w-]*)=(.*)$/s.exec(word) ?? [];
    const name = key === undefined ? positions.shift() : camel(key);
    if (name === undefined) throw new UsageError(`${what}: too many arguments: ${JSON.stringify(word)}`);
    if (name in args) throw new UsageError(`${what}: argument "${name}" is given twice`);
    if (key !== undefined && positions.includes(name)) positions.splice(positions.indexOf(name), 1);
    args[name] = fitting(key === undefined ? word : value!, shape[name] as z.ZodType | undefined);
  }
  return args;
}

function fitting(text: string, type: z.ZodType | undefined): unknown {
  const value = parseValue(text);
  const isText = type !== undefined && !type.safeParse(value).success && type.safeParse(text).success;
  return isText ? text : value;
}

/** Data from `KEY=VALUE` words. */
export function parseData(words: readonly string[], option: string): Data {
  return Object.fromEntries(words.map((word) => {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(word) ?? [];
    if (key === undefined) throw new UsageError(`${option}: expected KEY=VALUE, found ${JSON.stringify(word)}`);
    return [key, parseValue(value!)];
  }));
}
