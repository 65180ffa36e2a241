import type { Data } from "../api/mod.ts";

/**
 * A host of an inventory: its name, or its name and its data. A name that starts with `@` is resolved by a connector and
 * may stand for several hosts (`@docker/debian:12`, `@terraform`).
 */
export type HostSpec =
  | string
  | readonly [name: string, data: Data]
  | { readonly name: string; readonly data?: Data };

/** A group of an inventory: its hosts, or its hosts, its data and the groups that belong to it. */
export type GroupSpec =
  | readonly HostSpec[]
  | { readonly hosts?: readonly HostSpec[]; readonly data?: Data; readonly children?: readonly string[] };

/**
 * What an inventory file exports as its default, or what a function there gives; YAML and JSON files have the same shape.
 *
 * @example
 * ```ts
 * import type { InventorySpec } from "drover";
 * export default {
 *   data: { sshUser: "ops" },
 *   groups: {
 *     web: { hosts: ["web1.example.net", ["web2.example.net", { weight: 2 }]], data: { port: 8080 } },
 *     db: ["db1.example.net"],
 *     europe: { children: ["web", "db"] },
 *   },
 * } satisfies InventorySpec;
 * ```
 */
export interface InventorySpec {
  /** Groups by their names. The group `all` holds every host, whether it is given here or not. */
  readonly groups?: Readonly<Record<string, GroupSpec>>;
  /** Hosts that belong to no other group than `all`. */
  readonly hosts?: readonly HostSpec[];
  /** Data of all hosts. */
  readonly data?: Data;
}
