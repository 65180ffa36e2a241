import type { AnyConnector, ConnectorContext, Data } from "../api/mod.ts";
import { checkConnectorData, type HostEntry, type LoadedInventory } from "../inventory/mod.ts";
import { Passwords } from "../session/mod.ts";
import type { EventSink } from "./events.ts";
import { Target } from "./target.ts";

/** What targets are made of. */
export interface TargetsOptions {
  readonly inventory: LoadedInventory;
  /** The connectors of all hosts, by their names. */
  readonly connectors: ReadonlyMap<string, AnyConnector>;
  readonly connectorContext: ConnectorContext;
  readonly emit: EventSink;
}

/** All that is connected to. */
export interface Targets {
  /** The hosts of the run, by their names. */
  readonly hosts: ReadonlyMap<string, Target>;
  /** The hosts, and those that are only the way to others. */
  readonly all: readonly Target[];
}

/**
 * Makes a target for each host, and one for each host in front of others: all that go through it share its connection. A
 * host of the inventory is its own way.
 *
 * @throws {UsageError} for data that do not fit
 */
export function makeTargets(options: TargetsOptions): Targets {
  const passwords = new Passwords();
  const hosts = new Map<string, Target>();
  const ways = new Map<string, Target>();
  const dataOf = (entry: HostEntry) => checkConnectorData(entry, options.connectors.get(entry.connector)!);
  const make = (entry: HostEntry, data: Data, parent: Target | undefined) => {
    const { connectors, connectorContext, emit } = options;
    return new Target(entry, connectors.get(entry.connector)!, data, connectorContext, emit, passwords, parent);
  };
  const entries = new Map(options.inventory.hosts.map((entry) => [entry.name, entry]));
  const hostFor = (entry: HostEntry): Target => {
    const target = hosts.get(entry.name) ?? make(entry, dataOf(entry), entry.via && wayFor(entry.via));
    hosts.set(entry.name, target);
    return target;
  };
  const wayFor = (via: HostEntry): Target => {
    const own = entries.get(via.name);
    if (own?.connector === via.connector) return hostFor(own);
    const data = dataOf(via);
    const key = JSON.stringify([via.connector, via.name, data]);
    const target = ways.get(key) ?? make(via, data, via.via && wayFor(via.via));
    ways.set(key, target);
    return target;
  };
  // In the order of the inventory, also where a host is met as the way to another first.
  for (const entry of options.inventory.hosts) hostFor(entry);
  return {
    hosts: new Map(options.inventory.hosts.map(({ name }) => [name, hosts.get(name)!])),
    all: [...hosts.values(), ...ways.values()],
  };
}

/**
 * Lets connectors finish, then closes their connections; a host in front of others comes after them.
 *
 * @param finishes whether something was run that is to be finished: not after a dry run
 * @param stopped whether the run was stopped, so that nothing of it counts as done
 */
export async function disconnectTargets(
  targets: readonly Target[],
  emit: EventSink,
  { finishes, stopped }: { readonly finishes: boolean; readonly stopped: boolean },
): Promise<void> {
  const closings = new Map<Target, Promise<boolean>>();
  const close = (target: Target): Promise<boolean> => {
    const closing = closings.get(target) ?? closeAfter(target, targets.filter(({ parent }) => parent === target));
    closings.set(target, closing);
    return closing;
  };
  const closeAfter = async (target: Target, children: readonly Target[]): Promise<boolean> => {
    const below = await Promise.all(children.map(close));
    if (!target.isConnected) return target.failure === undefined;
    if (finishes) await finish(target, target.failure === undefined && !stopped && !below.includes(false), emit);
    if (target.failure === undefined) await target.keepFacts();
    await target.disconnect();
    if (target.wasConnected) emit({ type: "host.disconnected", host: target.name });
    return target.failure === undefined;
  };
  await Promise.all(targets.map(close));
}

async function finish(target: Target, ok: boolean, emit: EventSink): Promise<void> {
  try {
    await target.finish(ok);
  } catch (error) {
    target.failure ??= { error };
    emit({ type: "host.failed", host: target.name, error });
  }
}
