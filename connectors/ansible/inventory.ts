/** What an Ansible inventory says, whatever format it is written in. */
import { DroverError } from "drover/connectors";

/** Variables by their names. */
export type Variables = Record<string, unknown>;

/** A group as it was read. */
export interface Group {
  readonly name: string;
  /** Where it was first named, for messages. */
  readonly place: string;
  readonly vars: Variables;
  readonly children: Set<string>;
  readonly hosts: Set<string>;
}

/** An inventory while it is read; several files may add to one. */
export interface Inventory {
  readonly groups: Map<string, Group>;
  /** The own variables of each host. */
  readonly hosts: Map<string, Variables>;
}

/** An inventory without hosts. */
export function emptyInventory(): Inventory {
  return { groups: new Map(), hosts: new Map() };
}

/** The group of this name; it is made where there is none. */
export function groupNamed(inventory: Inventory, name: string, place: string): Group {
  let group = inventory.groups.get(name);
  if (!group) {
    group = { name, place, vars: {}, children: new Set(), hosts: new Set() };
    inventory.groups.set(name, group);
  }
  return group;
}

/** Puts a host into a group, with variables of its own. */
export function addHost(inventory: Inventory, group: Group, name: string, vars: Variables): void {
  inventory.hosts.set(name, { ...inventory.hosts.get(name), ...vars });
  group.hosts.add(name);
}

/** An error in an inventory. */
export function mistake(place: string, what: string, hint?: string): DroverError {
  return new DroverError("inventory", `${place}: ${what}`, { hint });
}

/** Whether a value is an object of keys and values. */
export function isMapping(value: unknown): value is Variables {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** What a value is, for messages. */
export function kindOf(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `the ${typeof value} ${JSON.stringify(value)}`;
}

/** The refusal of something that Ansible Vault has encrypted. */
export function vaultRefusal(place: string, what: string): DroverError {
  return mistake(
    place,
    `${what} is encrypted by Ansible Vault, which is not read`,
    "Keep it where Drover can read it, such as secret.env or secret.command in an inventory.ts, or decrypt it with ansible-vault.",
  );
}
