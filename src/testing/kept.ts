import type { AnyConnector, Connection } from "../api/mod.ts";

/** Connections that stay open from one run to the next. */
export interface Kept {
  /** A connector whose connections are kept where something is made of their host at the end: a container of an image. */
  keeping(connector: AnyConnector): AnyConnector;
  /** Closes them. Nothing is made of their hosts. */
  close(): Promise<void>;
}

interface Entry {
  readonly key: string;
  readonly own: Connection;
  stays: boolean;
}

/** Keeps nothing yet. */
export function keepConnections(): Kept {
  const shown = new Map<string, Connection>();
  const entries = new WeakMap<Connection, Entry>();
  return {
    keeping: (connector) =>
      connector.connect === undefined ? connector : {
        ...connector,
        async connect(host, context) {
          const behind = context.parent && entries.get(context.parent);
          const key = JSON.stringify([behind?.key, connector.name, host.name]);
          const there = shown.get(key);
          if (there) return there;
          const own = await connector.connect!(host, context);
          const entry: Entry = { key, own, stays: own.finish !== undefined };
          // Who goes through a host needs it as long.
          if (behind && entry.stays) behind.stays = true;
          const connection: Connection = {
            ...own,
            spawn: (argv, options) => own.spawn(argv, options),
            finish: undefined,
            async disconnect() {
              if (entry.stays) return;
              shown.delete(key);
              await own.disconnect?.();
            },
          };
          entries.set(connection, entry);
          shown.set(key, connection);
          return connection;
        },
      },
    async close() {
      // What was opened last may go through what was opened before.
      for (const connection of [...shown.values()].reverse()) await entries.get(connection)!.own.disconnect?.();
      shown.clear();
    },
  };
}
