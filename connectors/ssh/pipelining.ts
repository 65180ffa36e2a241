/**
 * Saves round trips that the library makes and the protocol does not need. It reaches into the library, whose version is
 * fixed; where that has changed, all goes on with the round trips.
 *
 * @module
 */
import type { Client, ParsedKey } from "./ssh2.ts";

/** What is used of the inside of the library. */
interface Inside {
  readonly _protocol?: {
    exec?: (channel: number, command: string, wantsReply: boolean) => void;
    authPK?: (user: string, key: ParsedKey, algorithm: string | undefined, sign?: unknown) => void;
    readonly _handlers?: { readonly USERAUTH_PK_OK?: (protocol: unknown) => void };
  };
  readonly _chanMgr?: { readonly _channels?: Readonly<Record<string, InsideChannel | undefined>> };
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
