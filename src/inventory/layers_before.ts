import type { Data } from "../api/mod.ts";
import type { DataLayer } from "./data.ts";
import { groupTree } from "./groups.ts";
import type { ParsedGroup } from "./parse.ts";
import type { ResolvedHost } from "./references.ts";

/** What is known when a host is connected to while the inventory is still put together. */
export interface LayersBeforeOptions {
  /** The host in front. */
  readonly via: ResolvedHost;
  /** What stands for the hosts behind it: `@ssh/web1/@incus`. */
  readonly reference: string;
  readonly parsed: readonly ParsedGroup[];
  /** The data of the files of each group. */
  readonly files: ReadonlyMap<string, readonly DataLayer[]>;
  /** Data of the command line. */
  readonly overrides: Data;
}

/**
 * The data of a host in front of others, the strongest layer first: those of the command line, of the two where they are named,
 * and of the groups that they are named in. Groups that connectors make are not known yet.
 */
export function layersBefore({ via, reference, parsed, files, overrides }: LayersBeforeOptions): DataLayer[] {
  const named = new Set([reference, via.name, `@${via.connector}/${via.argument}`]);
  const own = parsed.flatMap((group) =>
    group.hosts.filter((host) => named.has(host.reference)).map((host): DataLayer => ({
      kind: "host",
      source: `host "${host.reference}" in group "${group.name}"`,
      values: host.data,
    }))
  );
  const known = new Set(parsed.map((group) => group.name));
  const tree = groupTree(
    parsed.filter(({ name }) => name !== "all").map(({ name, hosts, children, place }) => ({
      name,
      hosts: hosts.map((host) => host.reference),
      children: children.filter((child) => known.has(child)),
      place,
    })),
  );
  const groups = tree.filter(({ hosts }) => [...named].some((name) => hosts.has(name))).map(({ name }) => name);
  const inherited = [...groups.toReversed(), "all"].flatMap((name): DataLayer[] => [
    ...files.get(name) ?? [],
    {
      kind: name === "all" ? "all" : "group",
      source: `group "${name}"`,
      values: parsed.find((group) => group.name === name)?.data ?? {},
    },
  ]);
  const override: DataLayer = { kind: "override", source: "the command line", values: overrides };
  return [override, ...own.toReversed(), ...via.layers, ...inherited];
}
