import { connect, type Socket } from "node:net";
import { ConnectError } from "drover/connectors";
import type { Settings } from "./config.ts";

/** Which host a connection leads to, for those who read about it. */
export type Place = Pick<Settings, "name" | "hostname" | "port" | "user" | "connectTimeout">;

/** The other end of a connection. */
export interface Peer {
  readonly remoteAddress?: string;
}

/** The network is in the way: trying again may help. */
export class Unreachable extends ConnectError {}

/** "web1 (10.0.0.1:22)". */
export function whereIs(settings: Pick<Place, "name" | "hostname" | "port">, socket?: Peer): string {
  const address = socket?.remoteAddress ?? settings.hostname;
  return `${settings.name} (${address.includes(":") ? `[${address}]` : address}:${settings.port})`;
}

/** Opens the TCP connection, without Nagle's delay, which costs 40 ms a round trip. @throws {Unreachable} */
export function dial(settings: Settings, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: settings.hostname,
      port: settings.port,
      family: settings.addressFamily,
      localAddress: settings.bindAddress,
    });
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
      socket.off("error", onError);
    };
    const fail = (error: unknown) => {
      finish();
      socket.on("error", () => {});
      socket.destroy();
      reject(error);
    };
    const onAbort = () => fail(signal.reason);
    const onError = (error: NodeJS.ErrnoException) => fail(unreachable(settings, error));
    const timer = setTimeout(() => fail(tooSlow(settings, "no answer")), settings.connectTimeout * 1000);
    signal.addEventListener("abort", onAbort, { once: true });
    socket.on("error", onError);
    socket.once("connect", () => {
      finish();
      socket.setNoDelay(true);
      resolve(socket);
    });
  });
}

/** The error of a host that says nothing. */
export function tooSlow(settings: Place, what: string, socket?: Peer): Unreachable {
  return new Unreachable(
    `Cannot connect to ${
      whereIs(settings, socket)
    } as ${settings.user}: ${what} within ${settings.connectTimeout} seconds`,
    {
      hint: "Check the address, the network and the firewalls between, or allow more time with ConnectTimeout.",
      host: settings.name,
    },
  );
}

/** What went wrong in the network, in words. */
export function unreachable(settings: Place, error: NodeJS.ErrnoException, socket?: Peer): Unreachable {
  const [what, hint] = explain(error, settings);
  return new Unreachable(`Cannot connect to ${whereIs(settings, socket)} as ${settings.user}: ${what}`, {
    hint,
    host: settings.name,
    cause: error,
  });
}

function explain(error: NodeJS.ErrnoException, settings: Place): [what: string, hint: string] {
  switch (error.code) {
    case "ECONNREFUSED":
      return [
        "connection refused",
        `Check that an SSH server listens on port ${settings.port} there, or set sshPort to its port.`,
      ];
    case "ENOTFOUND":
    case "EAI_AGAIN":
    case "EAI_NONAME":
      return [
        `no address found for ${JSON.stringify(settings.hostname)}`,
        "Check the spelling, or give the address with sshHostname.",
      ];
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return ["no route to the host", "Check that the host is up and that this machine reaches its network."];
    case "ETIMEDOUT":
      return ["no answer", "Check that the host is up and that no firewall drops the packets."];
    case "ECONNRESET":
    case "EPIPE":
      return ["the connection was closed", "Look for the reason in the log of the SSH server."];
    default:
      return [error.message, "Check that the host is up and runs an SSH server."];
  }
}
