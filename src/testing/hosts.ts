import { type AnyConnector, type ConnectorContext, connectorOf, type Data, secret, UsageError } from "../api/mod.ts";
import { type LoadedInventory, loadInventory } from "../inventory/mod.ts";
import { builtInConnector, CONNECTOR_NAMES, makeLoader } from "../loader/mod.ts";

/** How the hosts of a test are found. */
export interface HostsOptions {
  /** Data of the hosts. */
  readonly data?: Data;
  /** Default exports of connectors by their names, beside the built-in ones or in their place. */
  readonly connectors?: Readonly<Record<string, unknown>>;
  /** Takes what connectors say. */
  readonly onMessage?: (level: "info" | "warning", text: string) => void;
}

/** Hosts of a test, with the connectors that reach them. */
export interface TestHosts {
  readonly inventory: LoadedInventory;
  readonly connectors: ReadonlyMap<string, AnyConnector>;
  readonly connectorContext: ConnectorContext;
  /** Fetches what operations take from other machines. */
  readonly localCopy: (address: URL) => Promise<URL>;
}

/**
 * Finds the hosts of a test.
 *
 * @param reference hosts as on the command line: `@local`, `web1.net,web2.net`, a file
 */
export async function findHosts(reference: string, options: HostsOptions): Promise<TestHosts> {
  const connectors = new Map<string, AnyConnector>();
  for (const [name, exported] of Object.entries(options.connectors ?? {})) {
    connectors.set(name, connectorOf(exported, name, `The connector ${name}`));
  }
  const known = [...new Set([...CONNECTOR_NAMES, ...connectors.keys()])];
  const connectorFor = async (name: string) => {
    const connector = connectors.get(name) ?? await builtInConnector(name);
    connectors.set(name, connector);
    return connector;
  };
  const connectorContext: ConnectorContext = {
    signal: new AbortController().signal,
    connectTimeout: 10,
    log: (text) => options.onMessage?.("info", text),
    warn: (text) => options.onMessage?.("warning", text),
    secret,
    ask: (question) => Promise.reject(new UsageError(`Nobody answers "${question}" in a test`)),
  };
  const loader = makeLoader();
  const inventory = await loadInventory(reference, {
    cwd: Deno.cwd(),
    load: (specifier, referrer) => loader.import(specifier, referrer),
    connectorFor,
    connectorContext,
    knownConnectors: known,
    groupData: [],
    overrides: options.data ?? {},
    limit: [],
    exclude: [],
  });
  for (const { connector } of inventory.hosts) await connectorFor(connector);
  return { inventory, connectors, connectorContext, localCopy: (address) => loader.localCopy(address.href) };
}
