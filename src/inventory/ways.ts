import { type Connection, type ConnectorContext, DroverError, messageOf } from "../api/mod.ts";
import { checkConnectorData } from "./check.ts";
import type { DataLayers } from "./data.ts";
import type { ResolvedHost, ResolveOptions } from "./references.ts";

/** What the hosts in front of others are opened with. */
export interface WaysOptions extends Pick<ResolveOptions, "connectorFor" | "connectorContext"> {
  /** The data of a host in front, as far as they are known before the hosts behind it are. */
  readonly dataOf: (via: ResolvedHost, reference: string) => Promise<DataLayers>;
}

/** Hosts that a connector starts programs on, to find out which hosts there are behind them: `@ssh/web1/@incus`. */
export interface Ways {
  /** The connection to a host in front of a reference. It is opened when something is started there. */
  to(via: ResolvedHost, reference: string): Connection;
  /** Closes them. Never fails. */
  close(): Promise<void>;
}

/** Opens nothing yet. */
export function makeWays({ connectorFor, connectorContext: context, dataOf }: WaysOptions): Ways {
  const open: Connection[] = [];
  const connect = async (via: ResolvedHost, reference: string): Promise<Connection> => {
    const connector = await connectorFor(via.connector);
    if (!connector.connect) {
      throw new DroverError("inventory", `Cannot go through ${via.name}: @${via.connector} runs nothing on its hosts`);
    }
    const layers = await dataOf(via, reference);
    const data = checkConnectorData({ name: via.name, data: layers }, connector);
    const parent = via.via && await connect(via.via, reference);
    const inFront: ConnectorContext = parent ? { ...context, parent } : context;
    const connection = await connector.connect({ name: via.argument ?? via.name, data }, inFront);
    open.push(connection);
    return connection;
  };
  return {
    to(via, reference) {
      let connecting: Promise<Connection> | undefined;
      return {
        async spawn(argv, options) {
          connecting ??= connect(via, reference);
          return await (await connecting).spawn(argv, options);
        },
      };
    },
    async close() {
      // What was opened last may go through what was opened before.
      for (const connection of open.splice(0).reverse()) {
        try {
          await connection.disconnect?.();
        } catch (error) {
          context.warn(`Cannot disconnect cleanly: ${messageOf(error)}`);
        }
      }
    },
  };
}
