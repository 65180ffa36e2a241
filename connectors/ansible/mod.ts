/**
 * `@ansible/PATH`: the hosts of an inventory of Ansible: YAML, INI, a program that lists them, or a folder of these.
 *
 * @module
 */
import { dirname, resolve } from "node:path";
import { type AnyConnector, connector, type ConnectorContext, type NamedHost, UsageError } from "drover/connectors";
import { mapHost } from "./connection.ts";
import { emptyInventory, type Inventory, type Variables } from "./inventory.ts";
import { readSource } from "./read.ts";
import { hasTemplate } from "./template.ts";
import { groupTree, type Tree } from "./tree.ts";
import { labelOf, variablesOf } from "./variable_files.ts";

/** Reads an Ansible inventory with its `group_vars` and `host_vars`; variables about connections become Drover's. */
const ansible: AnyConnector = connector({
  name: "ansible",
  async *makeNamesData(argument, context) {
    if (!argument) {
      throw new UsageError("Cannot use @ansible: it names no inventory", {
        hint: "Write @ansible/PATH, as in @ansible/inventories/production/hosts.yml.",
      });
    }
    const path = resolve(argument);
    const inventory = emptyInventory();
    await readSource(inventory, path, context);
    const isFolder = (await Deno.stat(path)).isDirectory;
    const roots = [...new Set([isFolder ? path : dirname(path), Deno.cwd()])];
    yield* await hostsOf(inventory, roots, labelOf(path), context);
  },
});

export default ansible;

async function hostsOf(
  inventory: Inventory,
  roots: readonly string[],
  label: string,
  context: ConnectorContext,
): Promise<NamedHost[]> {
  const tree = groupTree(inventory);
  const vars = await mergedVariables(inventory, tree, roots, context);
  const notes = new Notes();
  const hosts: NamedHost[] = [];
  for (const name of inventory.hosts.keys()) {
    const mapped = mapHost(name, vars.get(name)!, { label, secret: (value) => context.secret(value) });
    if ("connection" in mapped) {
      notes.add(`hosts with the connection ${mapped.connection} are left out`, name);
      continue;
    }
    for (const key of mapped.unused) notes.add(`${key} is not used; put what it says into the ssh config`, name);
    for (const [key, value] of Object.entries(mapped.data)) {
      if (hasTemplate(value)) notes.add(`the template in "${key}" is left as it is`, name);
    }
    if (mapped.name === "@local") notes.local.push(name);
    hosts.push({ name: mapped.name, data: mapped.data, groups: tree.groupsOf(name).map((group) => group.name) });
  }
  notes.tell(label, context);
  return hosts;
}

/** The variables of each host in Ansible's order of strength. */
async function mergedVariables(
  inventory: Inventory,
  tree: Tree,
  roots: readonly string[],
  context: ConnectorContext,
): Promise<Map<string, Variables>> {
  const files = { roots, warn: (message: string) => context.warn(message) };
  const groups = [...inventory.groups.keys()];
  const ofGroups = new Map(
    await Promise.all(groups.map(async (name) => [name, await variablesOf("group_vars", name, files)] as const)),
  );
  const merged = new Map<string, Variables>();
  for (const [name, own] of inventory.hosts) {
    const order = tree.groupsOf(name);
    merged.set(
      name,
      Object.assign(
        {},
        inventory.groups.get("all")!.vars,
        ...order.map((group) => group.vars),
        ...ofGroups.get("all")!,
        ...roots.flatMap((_, root) => order.map((group) => ofGroups.get(group.name)![root])),
        own,
        ...await variablesOf("host_vars", name, files),
      ),
    );
  }
  return merged;
}

/** What to tell the user, each thing once for all hosts. */
class Notes {
  readonly local: string[] = [];
  readonly #hosts = new Map<string, string[]>();

  add(note: string, host: string): void {
    this.#hosts.set(note, [...this.#hosts.get(note) ?? [], host]);
  }

  tell(label: string, context: ConnectorContext): void {
    if (this.local.length > 1) this.#hosts.set("hosts with the connection local become one host @local", this.local);
    for (const [note, hosts] of this.#hosts) {
      const shown = hosts.length > 5
        ? `${hosts.slice(0, 5).join(", ")} and ${hosts.length - 5} more`
        : hosts.join(", ");
      context.warn(`${label}: ${note} (${shown})`);
    }
  }
}
