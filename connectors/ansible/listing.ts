/** The JSON of dynamic inventories and of `ansible-inventory --list`. */
import { addHost, groupNamed, type Inventory, isMapping, kindOf, mistake, vaultRefusal } from "./inventory.ts";

/** The variables of hosts in a listing, or `undefined` where each host has to be asked for. */
export function hostVariables(listing: unknown): Record<string, unknown> | undefined {
  const meta = isMapping(listing) ? listing._meta : undefined;
  return isMapping(meta) && isMapping(meta.hostvars) ? meta.hostvars : undefined;
}

/**
 * Takes the groups of a listing.
 *
 * @param label the program or file that it comes from
 * @throws {DroverError} that names the group
 */
export function readListing(inventory: Inventory, listing: unknown, label: string): void {
  if (!isMapping(listing)) throw mistake(label, `expected an object with groups, found ${kindOf(listing)}`);
  for (const [name, value] of Object.entries(listing)) {
    if (name === "_meta") continue;
    const group = groupNamed(inventory, name, label);
    const parts = Array.isArray(value) ? { hosts: value } : value;
    if (!isMapping(parts)) throw mistake(label, `group "${name}" is ${kindOf(value)}, expected an object or a list`);
    for (const host of namesOf(parts.hosts, `the hosts of group "${name}"`, label)) {
      addHost(inventory, group, host, {});
    }
    for (const child of namesOf(parts.children, `the children of group "${name}"`, label)) {
      group.children.add(child);
      groupNamed(inventory, child, label);
    }
    Object.assign(group.vars, variablesOf(parts.vars, `the variables of group "${name}"`, label));
  }
  for (const [host, vars] of Object.entries(hostVariables(listing) ?? {})) addVariables(inventory, host, vars, label);
}

/** Takes the variables of one host. Of hosts in no group they are not used. */
export function addVariables(inventory: Inventory, host: string, vars: unknown, label: string): void {
  const own = inventory.hosts.get(host);
  if (own) Object.assign(own, variablesOf(vars, `the variables of host "${host}"`, label));
}

function namesOf(value: unknown, what: string, label: string): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every((name) => typeof name === "string")) return value;
  throw mistake(label, `${what} are ${kindOf(value)}, expected a list of names`);
}

function variablesOf(value: unknown, what: string, label: string): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  if (!isMapping(value)) throw mistake(label, `${what} are ${kindOf(value)}, expected an object`);
  for (const [key, entry] of Object.entries(value)) {
    if (isMapping(entry) && "__ansible_vault" in entry) throw vaultRefusal(label, `"${key}" of ${what}`);
  }
  return value;
}
