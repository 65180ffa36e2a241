import { didYouMean, DroverError } from "../api/mod.ts";

/** A group before its children are counted in. */
export interface GroupNode {
  readonly name: string;
  /** Names of the hosts that are directly in it. */
  readonly hosts: Iterable<string>;
  readonly children: readonly string[];
  /** Where it stands, for messages. */
  readonly place: string;
}

/**
 * Counts the hosts of children in and puts the groups in the order in which their data are merged, the weakest first: a
 * child is after its parents, else it is the order in which they are given.
 *
 * @throws {DroverError} for children that do not exist and for groups that contain themselves.
 */
export function groupTree(
  groups: readonly GroupNode[],
): readonly { readonly name: string; readonly hosts: Set<string> }[] {
  const nodes = new Map(groups.map((group) => [group.name, group]));
  for (const { name, children, place } of groups) {
    for (const child of children) {
      if (nodes.has(child) && child !== "all") continue;
      const why = child === "all"
        ? `group "${name}" has the child "all", which holds every host`
        : `group "${name}" has a child "${child}", but there is no such group${didYouMean(child, nodes.keys())}`;
      throw new DroverError("inventory", `${place}: ${why}`);
    }
  }
  const order = weakestFirst(groups);
  const hosts = new Map<string, Set<string>>();
  for (const name of order.toReversed()) {
    const { hosts: own, children } = nodes.get(name)!;
    hosts.set(name, new Set([...own, ...children.flatMap((child) => [...hosts.get(child)!])]));
  }
  return order.map((name) => ({ name, hosts: hosts.get(name)! }));
}

// From the strongest on: the last group all of whose children are placed. A parent so moves no further than it has to.
function weakestFirst(groups: readonly GroupNode[]): string[] {
  const strongest: string[] = [];
  const left = [...groups];
  const placed = new Set<string>();
  while (left.length > 0) {
    const index = left.findLastIndex((group) => group.children.every((child) => placed.has(child)));
    if (index < 0) throw cycleError(left);
    const [group] = left.splice(index, 1);
    strongest.push(group!.name);
    placed.add(group!.name);
  }
  return strongest.reverse();
}

function cycleError(left: readonly GroupNode[]): DroverError {
  const nodes = new Map(left.map((group) => [group.name, group]));
  const way: string[] = [];
  let group = left[0]!;
  while (!way.includes(group.name)) {
    way.push(group.name);
    group = nodes.get(group.children.find((child) => nodes.has(child))!)!;
  }
  const cycle = [...way.slice(way.indexOf(group.name)), group.name];
  return new DroverError("inventory", `${group.place}: groups contain each other: ${cycle.join(" > ")}`, {
    hint: "Remove one of these from the children of the group before it.",
  });
}
