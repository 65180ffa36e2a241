import { isDeepStrictEqual } from "node:util";
import {
  type AnyConnector,
  type Connection,
  type ConnectorContext,
  didYouMean,
  DroverError,
  messageOf,
  type NamedHost,
} from "../api/mod.ts";
import type { DataLayer } from "./data.ts";
import { hostNameProblem, isMapping } from "./parse.ts";

/** A host that a reference stands for. */
export interface ResolvedHost {
  readonly name: string;
  /** The name of its connector. */
  readonly connector: string;
  /** How its connector knows it: what follows the connector's name in the reference, `debian:12` of `@docker/debian:12`. */
  readonly argument?: string;
  /** The host that the connector's processes start on, where it is not this machine. */
  readonly via?: ResolvedHost;
  readonly groups: readonly string[];
  /** What the connectors say about it, the strongest layer first. */
  readonly layers: readonly DataLayer[];
}

/** What resolving needs. */
export interface ResolveOptions {
  readonly connectorFor: (name: string) => Promise<AnyConnector>;
  readonly connectorContext: ConnectorContext;
  /** The names of all connectors, for the message about an unknown one. */
  readonly knownConnectors?: readonly string[];
  /** The connection to a host in front of others, for connectors that have to ask there which hosts there are. */
  readonly connectionTo?: (via: ResolvedHost, reference: string) => Connection;
}

/** Turns references into hosts; each reference is asked for once. */
export interface Resolver {
  resolve(reference: string): Promise<readonly ResolvedHost[]>;
  /** The prefixes of the data keys of all connectors that were used. */
  prefixes(): readonly string[];
}

/** The connector of hosts that name none. */
export const DEFAULT_CONNECTOR = "ssh";

/** Makes a resolver. */
export function resolver(options: ResolveOptions): Resolver {
  const answers = new Map<string, Promise<readonly ResolvedHost[]>>();
  const used = new Map<string, AnyConnector>();
  const find = async (name: string): Promise<AnyConnector> => {
    const found = used.get(name) ?? await findConnector(name, options);
    used.set(name, found);
    return found;
  };
  return {
    resolve(reference) {
      let answer = answers.get(reference);
      if (!answer) {
        const { connectorContext: context, connectionTo } = options;
        const parentFor = (via: ResolvedHost) => connectionTo?.(via, reference);
        answers.set(reference, answer = expand(reference, { find, context, parentFor, trail: [] }));
      }
      return answer;
    },
    prefixes: () => [
      ...new Set([DEFAULT_CONNECTOR, ...[...used.values()].map((connector) => connector.prefix ?? connector.name)]),
    ],
  };
}

async function findConnector(name: string, { connectorFor, knownConnectors }: ResolveOptions): Promise<AnyConnector> {
  if (knownConnectors && !knownConnectors.includes(name)) {
    throw new DroverError("inventory", `There is no connector "@${name}"${didYouMean(name, knownConnectors)}`, {
      hint: `The connectors are ${knownConnectors.map((known) => `@${known}`).join(", ")}. ` +
        `To add one: --connector ${name}=./${name}.ts, or "connectors/${name}" in the imports of deno.json.`,
    });
  }
  return await connectorFor(name);
}

interface Expansion {
  readonly find: (name: string) => Promise<AnyConnector>;
  readonly context: ConnectorContext;
  readonly parentFor: (via: ResolvedHost) => Connection | undefined;
  /** The references that led here. */
  readonly trail: readonly string[];
}

async function expand(reference: string, expansion: Expansion): Promise<readonly ResolvedHost[]> {
  const { find, context, parentFor, trail } = expansion;
  if (!reference.startsWith("@")) {
    await find(DEFAULT_CONNECTOR);
    return [{ name: reference, connector: DEFAULT_CONNECTOR, groups: [], layers: [] }];
  }
  if (trail.includes(reference)) {
    throw new DroverError("inventory", `Connectors refer to each other: ${[...trail, reference].join(" > ")}`);
  }
  const { before, own, name, argument } = partsOf(reference);
  const via = before === undefined ? undefined : onlyOne(before, await expand(before, expansion));
  const connector = await find(name);
  if (!connector.makeNamesData) {
    if (connector.connect) return [{ name: reference, connector: name, argument, via, groups: [], layers: [] }];
    throw new DroverError("inventory", `The connector @${name} neither gives hosts nor connects to them`);
  }
  const hosts: ResolvedHost[] = [];
  const asking = via ? { ...context, parent: parentFor(via) } : context;
  for (const made of await madeHosts(connector, own, argument, asking)) {
    const full = before === undefined ? made.name : `${before}/${made.name}`;
    const groups = made.groups ?? [];
    const layers = made.data ? [{ kind: "connector", source: `connector ${own}`, values: made.data } as const] : [];
    const isReference = made.name.startsWith("@");
    if (made.name === own || (!isReference && connector.connect)) {
      const known = made.name === own ? argument : made.name;
      hosts.push({ name: full, connector: name, argument: known, via, groups, layers });
      continue;
    }
    if (via && !isReference) {
      throw new DroverError("inventory", `The host "${made.name}" of ${reference} cannot be reached through ${before}`);
    }
    for (const host of await expand(full, { ...expansion, trail: [...trail, reference] })) {
      hosts.push({ ...host, groups: [...groups, ...host.groups], layers: [...layers, ...host.layers] });
    }
  }
  if (hosts.length === 0) context.warn(`${reference} gives no hosts`);
  return hosts;
}

/** `@ssh/web1/@docker/app` is `@docker/app` behind `@ssh/web1`. */
function partsOf(reference: string) {
  const cut = reference.lastIndexOf("/@");
  const own = reference.slice(cut + 1);
  const slash = own.indexOf("/");
  return {
    before: cut < 0 ? undefined : reference.slice(0, cut),
    own,
    name: slash < 0 ? own.slice(1) : own.slice(1, slash),
    argument: slash < 0 ? undefined : own.slice(slash + 1),
  };
}

async function madeHosts(
  connector: AnyConnector,
  own: string,
  argument: string | undefined,
  context: ConnectorContext,
): Promise<readonly NamedHost[]> {
  const hosts: NamedHost[] = [];
  const named = new Map<string, NamedHost>();
  try {
    for await (const made of connector.makeNamesData!(argument, context)) {
      checkMade(made, own);
      checkTwice(named.get(made.name), made, own);
      named.set(made.name, made);
      hosts.push(made);
    }
  } catch (cause) {
    if (cause instanceof DroverError) throw cause;
    throw new DroverError("inventory", `Cannot list the hosts of ${own}: ${messageOf(cause)}`, { cause });
  }
  return hosts;
}

function onlyOne(reference: string, hosts: readonly ResolvedHost[]): ResolvedHost {
  const [host] = hosts;
  if (host && hosts.length === 1) return host;
  throw new DroverError("inventory", `Cannot go through ${reference}: it stands for ${hosts.length} hosts`, {
    hint: "Name the one host to go through.",
  });
}

// A connector's source is untrusted: a cloud's list, the output of a program.
function checkMade(made: { readonly name: unknown; readonly data?: unknown; readonly groups?: unknown }, own: string) {
  const problem = hostNameProblem(made.name) ??
    (made.data !== undefined && !isMapping(made.data) ? `the data of "${made.name}" are not an object` : undefined) ??
    (made.groups !== undefined && !isTexts(made.groups)
      ? `the groups of "${made.name}" are not a list of names`
      : undefined);
  if (problem) throw new DroverError("inventory", `The hosts of ${own} are not right: ${problem}`);
}

// Two machines under one name would be one host, and nothing would be done on the other.
function checkTwice(one: NamedHost | undefined, other: NamedHost, own: string): void {
  // What another connector finds is one thing, by however many names it is called: @local.
  if (one === undefined || one.name.startsWith("@")) return;
  const [before, after] = [one.data ?? {}, other.data ?? {}];
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => !isDeepStrictEqual(before[key], after[key]));
  if (keys.length === 0) return;
  throw new DroverError(
    "inventory",
    `The hosts of ${own} are not right: "${one.name}" is there twice, and not with the same ${keys.join(", ")}`,
    { hint: "Give one of the two another name, or both the same data." },
  );
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string" && item !== "");
}
