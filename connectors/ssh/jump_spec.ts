import { ConnectError } from "drover/connectors";

/** A host on the way. */
export interface JumpSpec {
  readonly host: string;
  readonly user?: string;
  readonly port?: number;
}

/** Reads one host of ProxyJump: `user@host:port`, `[address]:port`, `ssh://user@host:port`. @throws {ConnectError} */
export function jumpSpec(text: string, name: string): JumpSpec {
  const found = /^(?:ssh:\/\/)?(?:(.+)@)?(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?\/?$/.exec(text);
  const host = found?.[2] ?? found?.[3];
  const port = found?.[4] === undefined ? undefined : Number(found[4]);
  if (host === undefined || port === 0 || (port ?? 0) > 65535) {
    throw new ConnectError(`Cannot connect to ${name}: the ssh config has ProxyJump ${JSON.stringify(text)}`, {
      hint: "Write USER@HOST:PORT, several with commas between them, or none.",
      host: name,
    });
  }
  return { host, user: found![1], port };
}
