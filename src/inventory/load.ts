import { isDeepStrictEqual } from "node:util";
import { type Data, DroverError } from "../api/mod.ts";
import { type DataLayer, type DataLayers, mergedData } from "./data.ts";
import { readGroupData } from "./group_data.ts";
import { groupTree } from "./groups.ts";
import { canonicalData } from "./keys.ts";
import { limitHosts } from "./limit.ts";
import type { ParsedGroup } from "./parse.ts";
import { layersBefore } from "./layers_before.ts";
import { type ResolvedHost, type ResolveOptions, type Resolver, resolver } from "./references.ts";
import { readInventory, type SourceOptions } from "./source.ts";
import { makeWays } from "./ways.ts";

/** A host of a loaded inventory. */
export interface HostEntry {
  readonly name: string;
  /** The name of its connector: `ssh`, `local` … */
  readonly connector: string;
  /** What follows the connector's name in its reference. */
  readonly argument?: string;
  /** The host that its connector's processes start on: `@ssh/web1` of `@ssh/web1/@docker/app`. */
  readonly via?: HostEntry;
  /** All groups that it is in, parents before children, without `all`. */
  readonly groups: readonly string[];
  readonly data: DataLayers;
  /** Whether it takes part: `false` if `--limit` or `--exclude` left it out. */
  readonly active: boolean;
}

/** A group of a loaded inventory. */
export interface GroupEntry {
  readonly name: string;
  /** The names of its hosts, those of its children included. */
  readonly hosts: readonly string[];
  /** Its own data. */
  readonly data: Data;
  readonly children: readonly string[];
}

/** An inventory with all that was to be found out about it without connecting. */
export interface LoadedInventory {
  readonly hosts: readonly HostEntry[];
  /** All groups, `all` first, then parents before children. */
  readonly groups: ReadonlyMap<string, GroupEntry>;
}

/** What loading an inventory needs. */
export interface LoadInventoryOptions extends SourceOptions, ResolveOptions {
  /** Folders and files of `--group-data`. */
  readonly groupData: readonly string[];
  /** Data of the command line, stronger than those of hosts. */
  readonly overrides: Data;
  /** Groups and patterns of hosts to take; empty for all. */
  readonly limit: readonly string[];
  /** Groups and patterns of hosts to leave out. */
  readonly exclude: readonly string[];
}

/** A host while it is put together from the places that name it. */
interface Draft {
  readonly resolved: ResolvedHost;
  readonly groups: Set<string>;
  /** The strongest first. */
  readonly own: DataLayer[];
  readonly made: Set<DataLayer>;
}

/**
 * Loads an inventory: reads it, asks connectors for their hosts, reads the data of groups, and applies limits. Nothing is
 * connected to, but for a host on which a connector has to ask which hosts there are behind it.
 *
 * @param reference a file, the address of a module, or hosts with commas between them
 * @throws {DroverError} with place and nearest right name for whatever is wrong in it.
 */
export async function loadInventory(reference: string, options: LoadInventoryOptions): Promise<LoadedInventory> {
  const { groups: parsed, folder } = await readInventory(reference, options);
  const groupFiles = (groups: readonly { readonly name: string }[], warn: (message: string) => void) =>
    readGroupData({
      cwd: options.cwd,
      beside: folder,
      extra: options.groupData,
      load: options.load,
      localCopy: options.localCopy,
      groups: ["all", ...groups.map((group) => group.name)],
      warn,
    });
  const ways = makeWays({
    ...options,
    dataOf: async (via, reference) => {
      // What is wrong with the files is told when all groups are known.
      const files = await groupFiles(parsed, () => {});
      return canonicaliser(connectors.prefixes())(layersBefore({ ...options, via, reference, parsed, files }));
    },
  });
  const connectors: Resolver = resolver({ ...options, connectionTo: (via, reference) => ways.to(via, reference) });
  const warn = (message: string) => options.connectorContext.warn(message);
  const drafts = await draftHosts(parsed, connectors, warn).finally(() => ways.close());
  const tree = groupTree(nodesOf(parsed, drafts));
  const names = [...drafts.keys()];
  const files = await groupFiles(tree, warn);
  const members = new Map([["all", new Set(names)], ...tree.map(({ name, hosts }) => [name, hosts] as const)]);
  const active = limitHosts(options, { hosts: names, groups: members });

  const inline = new Map(parsed.map((group) => [group.name, group]));
  const layersOf = (
    name: string,
  ): DataLayer[] => [...files.get(name) ?? [], inlineLayer(name, inline.get(name)?.data ?? {})];
  const groupLayers = new Map([...members.keys()].map((name) => [name, layersOf(name)]));
  const canonical = canonicaliser(connectors.prefixes());
  const override: DataLayer = { kind: "override", source: "the command line", values: options.overrides };

  const entryOf = (draft: Draft, resolved: ResolvedHost, made: Iterable<DataLayer>): HostEntry => {
    const groups = tree.filter((group) => group.hosts.has(draft.resolved.name)).map((group) => group.name);
    const inherited = [...groups.toReversed(), "all"].flatMap((name) => groupLayers.get(name)!);
    const { name, connector, argument, via } = resolved;
    return {
      name,
      connector,
      argument,
      via: via && entryOf(draft, via, via.layers),
      groups,
      data: canonical([override, ...draft.own, ...made, ...inherited]),
      active: active.has(draft.resolved.name),
    };
  };
  return {
    hosts: [...drafts.values()].map((draft) => entryOf(draft, draft.resolved, draft.made)),
    groups: new Map([...members].map(([name, hosts]) => [name, {
      name,
      hosts: names.filter((host) => hosts.has(host)),
      data: mergedData(canonical(groupLayers.get(name)!)),
      children: inline.get(name)?.children ?? [],
    }])),
  };
}

async function draftHosts(
  parsed: readonly ParsedGroup[],
  connectors: Resolver,
  warn: (message: string) => void,
): Promise<Map<string, Draft>> {
  const mentions = parsed.flatMap((group) => group.hosts.map((host) => ({ group, host })));
  const answers = await Promise.all(mentions.map(({ host }) => connectors.resolve(host.reference)));
  const drafts = new Map<string, Draft>();
  for (const [index, { group, host }] of mentions.entries()) {
    for (const resolved of answers[index]!) {
      const draft = drafts.get(resolved.name) ?? { resolved, groups: new Set(), own: [], made: new Set() };
      drafts.set(resolved.name, draft);
      checkSame(draft.resolved, resolved, group.place);
      for (const name of [group.name, ...resolved.groups]) if (name !== "all") draft.groups.add(name);
      for (const layer of resolved.layers) {
        if (!draft.made.has(layer)) warnOfOthers(draft, layer, warn);
        draft.made.add(layer);
      }
      if (Object.keys(host.data).length === 0) continue;
      draft.own.unshift({
        kind: "host",
        source: `host "${host.reference}" in group "${group.name}"`,
        values: host.data,
      });
    }
  }
  return drafts;
}

/** Two connectors may know the same host, but then they should say the same of it. */
function warnOfOthers({ resolved, made }: Draft, layer: DataLayer, warn: (message: string) => void): void {
  for (const [key, value] of Object.entries(layer.values)) {
    const first = [...made].find((other) => Object.hasOwn(other.values, key));
    if (first === undefined || isDeepStrictEqual(first.values[key], value)) continue;
    warn(`${resolved.name}: ${first.source} and ${layer.source} give it another "${key}"; that of the first counts`);
  }
}

function checkSame(one: ResolvedHost, other: ResolvedHost, place: string): void {
  const way = ({ connector, via }: ResolvedHost): unknown => [connector, via?.name];
  if (isDeepStrictEqual(way(one), way(other))) return;
  throw new DroverError(
    "inventory",
    `${place}: the host "${one.name}" is given by two connectors, @${one.connector} and @${other.connector}`,
    { hint: "Give one of the two another name." },
  );
}

// Groups that only connectors made come first: what the user says about a group of his own is stronger.
function nodesOf(parsed: readonly ParsedGroup[], drafts: ReadonlyMap<string, Draft>) {
  const own = parsed.filter((group) => group.name !== "all");
  const given = new Set(own.map((group) => group.name));
  const made = new Set([...drafts.values()].flatMap((draft) => [...draft.groups]).filter((name) => !given.has(name)));
  const hostsOf = (name: string) => [...drafts].filter(([, draft]) => draft.groups.has(name)).map(([host]) => host);
  return [
    ...[...made].map((name) => ({ name, hosts: hostsOf(name), children: [], place: "connectors" })),
    ...own.map(({ name, children, place }) => ({ name, hosts: hostsOf(name), children, place })),
  ];
}

function inlineLayer(name: string, values: Data): DataLayer {
  return { kind: name === "all" ? "all" : "group", source: `group "${name}"`, values };
}

// A layer is shared by many hosts: each is rewritten once.
function canonicaliser(prefixes: readonly string[]): (layers: readonly DataLayer[]) => DataLayers {
  const known = new Map<DataLayer, DataLayer>();
  const rewrite = (layer: DataLayer): DataLayer => {
    const found = known.get(layer) ?? { ...layer, values: canonicalData(layer.values, prefixes, layer.source) };
    known.set(layer, found);
    return found;
  };
  return (layers) => ({
    layers: layers.map(rewrite).filter((layer) => Object.keys(layer.values).length > 0),
    prefixes,
  });
}
