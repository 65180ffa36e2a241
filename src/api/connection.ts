import { ConnectError } from "../errors.ts";
import { type Spawn, spawnLocal } from "../session/mod.ts";
import type { Connection, ConnectorContext, OpenConnection } from "./connector.ts";

/** Brings what a connector gave into the one form that the engine uses. @throws {ConnectError} where it gave neither */
export function openedConnection(given: OpenConnection, connector: string): Connection {
  // Third parties need not have checked their types.
  const { spawn, runShellCommand } = (given ?? {}) as { readonly spawn?: unknown; readonly runShellCommand?: unknown };
  if (typeof spawn === "function") {
    const connection = bound(given as Connection);
    return connection.pty === false ? withoutTerminal(connection, connector) : connection;
  }
  if (typeof runShellCommand !== "function") {
    throw new ConnectError(`The connection of @${connector} has neither "spawn" nor "runShellCommand"`, {
      hint: "Its connect has to give an object with one of them.",
    });
  }
  const connection = given as Exclude<OpenConnection, { readonly spawn: unknown }>;
  const refuse: Spawn = () =>
    Promise.reject(
      new ConnectError(`The connector @${connector} runs commands one by one and starts no processes`, {
        hint: "No other connector can go through it.",
      }),
    );
  return {
    pty: connection.pty,
    rsync: connection.rsync,
    closed: connection.closed,
    spawn: refuse,
    methods: {
      runShellCommand: connection.runShellCommand.bind(connection),
      putFile: connection.putFile?.bind(connection),
      getFile: connection.getFile?.bind(connection),
    },
    finish: async (ok) => await connection.finish?.(ok),
    disconnect: async () => await connection.disconnect?.(),
  };
}

/** The connection as an object of its own: what was given may be an instance of a class, whose methods need it. */
function bound(given: Connection): Connection {
  const { channels, pty, signals, closed, rsync, methods } = given;
  return {
    channels,
    pty,
    signals,
    closed,
    rsync,
    methods,
    spawn: given.spawn.bind(given),
    finish: given.finish?.bind(given),
    disconnect: given.disconnect?.bind(given),
  };
}

function withoutTerminal(connection: Connection, connector: string): Connection {
  return {
    ...connection,
    spawn: (argv, options) =>
      options?.pty
        ? Promise.reject(
          new ConnectError(`The connector @${connector} has no terminals`, { hint: "Leave _getPty out." }),
        )
        : connection.spawn(argv, options),
  };
}

/** What starts the processes of a connector: the host in front of its hosts, or this machine. */
export function spawnFor(context: ConnectorContext): Spawn {
  return context.parent?.spawn ?? spawnLocal;
}
