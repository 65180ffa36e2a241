import { type AnyConnector, connector, connectorOf, didYouMean, DroverError, UsageError } from "../api/mod.ts";
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
    if (specifier !== undefined) return toConnector(await loader.import(specifier, referrer), name, specifier);
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

const MEMBERS = {
  name: { type: "string", isNeeded: true },
  prefix: { type: "string", isNeeded: false },
  makeNamesData: { type: "function", isNeeded: false },
  connect: { type: "function", isNeeded: false },
} as const;

/** Takes what a module exports as a connector. @throws {DroverError} that names each member that is wrong. */
function toConnector(module: Readonly<Record<string, unknown>>, name: string, specifier: string): AnyConnector {
  const value = module.default;
  const hint = 'Write: export default connector({ name: "' + name + '", … }); with connector from "drover/connectors".';
  const where = `The connector @${name} (${specifier})`;
  if (value === undefined) throw new DroverError("load", `${where} has no default export`, { hint });
  if (typeof value === "function") return connectorOf(value, name, where);
  if (typeof value !== "object" || value === null) {
    throw new DroverError("load", `${where}: expected an object as default export, found ${typeof value}`, { hint });
  }
  const members = value as Readonly<Record<string, unknown>>;
  const wrong = [...wrongMembers(members), ...wrongData(members.data)];
  if (wrong.length === 0 && !members.connect && !members.makeNamesData) {
    wrong.push("it has neither connect nor makeNamesData");
  }
  if (wrong.length > 0) throw new DroverError("load", `${where} is none: ${wrong.join("; ")}`, { hint });
  return connector(value as AnyConnector);
}

function wrongMembers(members: Readonly<Record<string, unknown>>): string[] {
  const wrong = Object.entries(MEMBERS).flatMap(([key, { type, isNeeded }]) => {
    const found: string = typeof members[key];
    if (found === type || found === "undefined" && !isNeeded) return [];
    return [`${key} has to be a ${type}, ${found === "undefined" ? "but is missing" : `found ${found}`}`];
  });
  const known = [...Object.keys(MEMBERS), "data"];
  const unknown = Object.keys(members).filter((key) => !known.includes(key) && didYouMean(key, known));
  return [...wrong, ...unknown.map((key) => `it has no member ${key}${didYouMean(key, known)}`)];
}

function wrongData(data: unknown): string[] {
  const isSchema = typeof data === "object" && data !== null && "safeParse" in data;
  return data === undefined || typeof data === "function" || isSchema ? [] : ["data has to be a schema"];
}
