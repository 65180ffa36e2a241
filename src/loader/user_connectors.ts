import { type AnyConnector, connectorOf, didYouMean, DroverError, UsageError } from "../api/mod.ts";
import { builtInConnector, CONNECTOR_NAMES } from "./connectors.ts";
import type { Loader } from "./loader.ts";

/** The connectors of a run: those that come with Drover, and the user's own. */
export interface Connectors {
  readonly names: readonly string[];
  /** Loads a connector, once. @throws {DroverError} */
  load(name: string): Promise<AnyConnector>;
}

/** Where connectors are looked for. */
export interface ConnectorsOptions {
  readonly loader: Loader;
  /** The folder, as an address, whose import map counts: its names `connectors/NAME` add connectors or replace them. */
  readonly referrer: string;
  /** `NAME=SPECIFIER`, stronger than the import map. */
  readonly given: readonly string[];
}

const PREFIX = "connectors/";

/** Finds out which connectors there are. @throws {UsageError} */
export function makeConnectors({ loader, referrer, given }: ConnectorsOptions): Connectors {
  const mapped = loader.names(referrer).filter((name) => name.startsWith(PREFIX) && !name.endsWith("/"));
  const own = new Map([
    ...mapped.map((name) => [name.slice(PREFIX.length), name] as const),
    ...given.map(parseGiven),
  ]);
  const names = [...new Set([...CONNECTOR_NAMES, ...own.keys()])];
  const loaded = new Map<string, Promise<AnyConnector>>();
  const load = async (name: string) => {
    const specifier = own.get(name);
    if (specifier !== undefined) {
      const module = await loader.import(specifier, referrer);
      return connectorOf(module.default, name, `The connector @${name} (${specifier})`);
    }
    if (names.includes(name)) return await builtInConnector(name);
    throw unknownConnector(name, names);
  };
  return {
    names,
    load(name) {
      if (!loaded.has(name)) loaded.set(name, load(name));
      return loaded.get(name)!;
    },
  };
}

function parseGiven(text: string): readonly [string, string] {
  const [, name, specifier] = /^@?([A-Za-z][\w-]*)=(.+)$/.exec(text) ?? [];
  if (name !== undefined) return [name, specifier!];
  throw new UsageError(`--connector ${text}: expected NAME=SPECIFIER`, {
    hint: "For example: --connector jail=./connectors/jail.ts",
  });
}

/** There is no such connector; the hint says which there are and how to add one. */
export function unknownConnector(name: string, names: readonly string[]): DroverError {
  return new DroverError("inventory", `There is no connector "@${name}"${didYouMean(name, names)}`, {
    hint: `The connectors are ${names.map((one) => `@${one}`).join(", ")}. ` +
      `To add one: --connector ${name}=./${name}.ts, or "connectors/${name}" in the imports of deno.json.`,
  });
}
