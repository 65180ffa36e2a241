import { type Data, UsageError } from "../api/mod.ts";
import { parseValue } from "../inventory/mod.ts";
import { camel } from "./registry.ts";

/**
 * The arguments of an operation or a fact from the words of a command line: `key=value`; words without `=` go to the
 * arguments in their order.
 *
 * @param names the arguments that there are, in order
 */
export function parseWords(words: readonly string[], names: readonly string[], what: string): Data {
  const args: Data = {};
  const positions = [...names];
  for (const word of words) {
    const [, key, value] = /^([A-Za-z_][\w-]*)=(.*)$/s.exec(word) ?? [];
    const name = key === undefined ? positions.shift() : camel(key);
    if (name === undefined) throw new UsageError(`${what}: too many arguments: ${JSON.stringify(word)}`);
    if (name in args) throw new UsageError(`${what}: argument "${name}" is given twice`);
    if (key !== undefined && positions.includes(name)) positions.splice(positions.indexOf(name), 1);
    args[name] = parseValue(key === undefined ? word : value!);
  }
  return args;
}

/** Data from `KEY=VALUE` words. */
export function parseData(words: readonly string[], option: string): Data {
  return Object.fromEntries(words.map((word) => {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(word) ?? [];
    if (key === undefined) throw new UsageError(`${option}: expected KEY=VALUE, found ${JSON.stringify(word)}`);
    return [key, parseValue(value!)];
  }));
}
