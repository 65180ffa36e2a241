import { type Group, groupNamed, type Inventory, mistake } from "./inventory.ts";

/** The groups of an inventory as each host sees them. */
export interface Tree {
  /** The groups of a host but for `all`, the weakest first: parents before children. */
  groupsOf(host: string): readonly Group[];
}

/**
 * Finds out which groups each host is in. Groups without a parent belong to `all`, hosts without a group to `ungrouped`.
 *
 * @throws {DroverError} for groups that contain each other
 */
export function groupTree(inventory: Inventory): Tree {
  const all = groupNamed(inventory, "all", "the inventory");
  const ungrouped = groupNamed(inventory, "ungrouped", "the inventory");
  checkCycles(inventory);
  const parents = new Map<string, string[]>();
  for (const group of inventory.groups.values()) {
    for (const child of group.children) parents.set(child, [...parents.get(child) ?? [], group.name]);
  }
  const depths = new Map<string, number>([["all", 0]]);
  const depthOf = (name: string): number => {
    const depth = depths.get(name) ?? 1 + Math.max(0, ...(parents.get(name) ?? []).map(depthOf));
    depths.set(name, depth);
    return depth;
  };
  const direct = new Map<string, string[]>();
  for (const group of inventory.groups.values()) {
    if (group === all || group === ungrouped) continue;
    for (const host of group.hosts) direct.set(host, [...direct.get(host) ?? [], group.name]);
  }
  const orders = new Map<string, readonly Group[]>();
  return {
    groupsOf(host) {
      const own = direct.get(host) ?? ["ungrouped"];
      const key = own.join("\n");
      const order = orders.get(key) ?? ordered(withParents(own, parents), inventory, depthOf);
      orders.set(key, order);
      return order;
    },
  };
}

function withParents(names: readonly string[], parents: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  const left = [...names];
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    if (found.has(name) || name === "all") continue;
    found.add(name);
    left.push(...parents.get(name) ?? []);
  }
  return found;
}

// Ansible's order: by depth, then by priority, then by name; the last one wins.
function ordered(names: Set<string>, { groups }: Inventory, depthOf: (name: string) => number): Group[] {
  const priority = (group: Group) => Number(group.vars.ansible_group_priority ?? 1);
  return [...names].map((name) => groups.get(name)!).sort((a, b) =>
    depthOf(a.name) - depthOf(b.name) || priority(a) - priority(b) || (a.name < b.name ? -1 : 1)
  );
}

function checkCycles({ groups }: Inventory): void {
  const done = new Set<string>();
  const visit = (name: string, way: readonly string[]): void => {
    const start = way.indexOf(name);
    const group = groups.get(name)!;
    if (start >= 0) {
      throw mistake(
        group.place,
        `groups contain each other: ${[...way.slice(start), name].join(" > ")}`,
        "Remove one of these from the children of the group before it.",
      );
    }
    if (done.has(name)) return;
    for (const child of group.children) visit(child, [...way, name]);
    done.add(name);
  };
  for (const name of groups.keys()) visit(name, []);
}
