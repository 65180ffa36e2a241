import { arg, holdsSecret, sh, type ShellCommand, z } from "../../api/mod.ts";
import { word } from "../word.ts";

/** An argument for pairs: a map, or a list of `NAME=VALUE`. Becomes a list. */
export const pairs = (what: string) =>
  z.union([z.record(z.string().min(1), z.coerce.string()), z.array(z.string().min(1)).readonly()]).transform((given) =>
    Array.isArray(given) ? [...given as string[]] : Object.entries(given).map(([name, value]) => `${name}=${value}`)
  ).optional().describe(`${what}: a map, or a list of \`NAME=VALUE\``);

/** An argument for one text or several. */
export const texts = (what: string) => arg.list().optional().describe(what);

/** An argument for the name of a thing of docker. */
export const nameOf = (what: string) => word().describe(what);

/** An argument for a text that may be empty, which is the same as left out. */
export const text = (what: string) =>
  z.string().optional().transform((value) => value === "" ? undefined : value).describe(what);

/** A flag with a value, where there is one. */
export function flag(name: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [name, String(value)];
}

/** A flag once for each of several values. */
export function flags(name: string, values: readonly string[] = []): string[] {
  return values.flatMap((value) => [name, value]);
}

/**
 * Variables as flags of docker. Those that hold a secret are given by docker's own environment, which others cannot
 * read, in contrast to its arguments.
 */
export function variables(
  name: string,
  values: readonly string[] = [],
): { words: string[]; environment: ShellCommand[] } {
  const isHidden = (value: string) => /^[A-Za-z_]\w*=/.test(value) && holdsSecret(value);
  return {
    words: values.flatMap((value) => [name, isHidden(value) ? value.slice(0, value.indexOf("=")) : value]),
    environment: values.filter(isHidden).map((value) => assignment(value)),
  };
}

function assignment(pair: string): ShellCommand {
  return sh`export ${pair};`;
}
