/**
 * Saves round trips that the library makes and the protocol does not need. It reaches into the library, whose version is
 * fixed; where that has changed, all goes on with the round trips.
 *
 * @module
 */
import type { Client, ParsedKey } from "./ssh2.ts";

/** What is used of the inside of the library. */
interface Inside {
  readonly config?: { readonly allowAgentFwd?: boolean };
  readonly _protocol?: {
    service?: (name: string) => void;
    exec?: (channel: number, command: string, wantsReply: boolean) => void;
    authPK?: (user: string, key: ParsedKey, algorithm: string | undefined, sign?: unknown) => void;
    readonly _handlers?: {
      SERVICE_ACCEPT?: (protocol: unknown, name: string) => void;
      GLOBAL_REQUEST?: (protocol: unknown, name: string, ...rest: unknown[]) => void;
      readonly USERAUTH_PK_OK?: (protocol: unknown) => void;
    };
  };
  readonly _chanMgr?: {
    readonly _channels?: Readonly<Record<string, InsideChannel | undefined>>;
    /** The last number given to a channel. */
    readonly _cur?: number;
  };
}

interface InsideChannel {
  readonly outgoing?: { readonly id: number };
  close(): void;
  readonly _callbacks?: ((failed?: unknown) => void)[];
}

/** Takes a program for started when it has been asked for; if the host refuses it, the channel ends without a status. */
export function withoutWaiting(client: Client): void {
  const inside = client as unknown as Inside;
  const protocol = inside._protocol;
  const exec = protocol?.exec;
  if (protocol === undefined || exec === undefined) return;
  protocol.exec = (id, command, wantsReply) => {
    exec.call(protocol, id, command, wantsReply);
    const channels = Object.values(inside._chanMgr?._channels ?? {});
    const channel = channels.find((one) => typeof one === "object" && one?.outgoing?.id === id);
    const started = channel?._callbacks?.at(-1);
    if (channel === undefined || started === undefined) return;
    channel._callbacks![channel._callbacks!.length - 1] = (failed) => void (failed && channel.close());
    started();
  };
}

/** OpenSSH numbers channels from here. */
const FIRST = 0;

/** Asks OpenSSH for the first program of a connection in the same write as for its channel, whose number is known. */
export function withoutChannel(client: Client): void {
  const inside = client as unknown as Inside;
  const protocol = inside._protocol;
  const request = protocol?.exec;
  if (protocol === undefined || request === undefined || inside._chanMgr?._cur !== -1) return;
  let sent: string | undefined;
  protocol.exec = (id, command, wantsReply) => {
    const isSent = id === FIRST && command === sent;
    sent = undefined;
    if (!isSent) request.call(protocol, id, command, wantsReply);
  };
  const exec = client.exec;
  client.exec = (...args: unknown[]) => {
    const [command, options] = args as [string, { readonly pty?: unknown }];
    client.exec = exec;
    const isFirst = inside._chanMgr?._cur === -1;
    (exec as (...args: unknown[]) => Client).call(client, ...args);
    if (isFirst && !options.pty && !inside.config?.allowAgentFwd) request.call(protocol, FIRST, sent = command, true);
    return client;
  };
}

/** Logs in right behind the request to do so, where the first proof does not depend on what the host says meanwhile. */
export function withoutAccept(client: Client, first: ParsedKey | undefined): void {
  const protocol = (client as unknown as Inside)._protocol;
  const service = protocol?.service;
  const handlers = protocol?._handlers;
  const accepted = handlers?.SERVICE_ACCEPT;
  // The host says which signatures of RSA keys it takes.
  if (protocol === undefined || service === undefined || accepted === undefined || first?.type === "ssh-rsa") return;
  protocol.service = (name) => {
    service.call(protocol, name);
    handlers!.SERVICE_ACCEPT = () => {};
    accepted(protocol, name);
  };
}

/** Signs with the first key at once, without asking whether the host knows it, where signing asks nobody for anything. */
export function withoutQuery(client: Client, mayBeGuessed: (key: ParsedKey) => boolean): void {
  const protocol = (client as unknown as Inside)._protocol;
  const query = protocol?.authPK;
  const accepted = protocol?._handlers?.USERAUTH_PK_OK;
  if (protocol === undefined || query === undefined || accepted === undefined) return;
  let isFirst = true;
  protocol.authPK = (user, key, algorithm, sign) => {
    const guesses = isFirst && sign === undefined && mayBeGuessed(key);
    isFirst = false;
    if (guesses) accepted(protocol);
    else query.call(protocol, user, key, algorithm, sign);
  };
}

/** Lets the host keep to itself which other keys it has: nobody here wants proofs of them. */
export function withoutOtherKeys(client: Client): void {
  const handlers = (client as unknown as Inside)._protocol?._handlers;
  const requested = handlers?.GLOBAL_REQUEST;
  if (handlers === undefined || requested === undefined) return;
  handlers.GLOBAL_REQUEST = (protocol, name, ...rest) => {
    if (name !== "hostkeys-00@openssh.com") requested(protocol, name, ...rest);
  };
}
