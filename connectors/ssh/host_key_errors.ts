/** Why a host key is refused. @module */
import { ConnectError, quote } from "drover/connectors";
import { fingerprint, type KnownHost } from "./known_hosts.ts";

/** A host and the key that it showed. */
interface Shown {
  /** The name of the host in the inventory. */
  readonly name: string;
  /** The host as errors name it. */
  readonly where: string;
  /** Type and fingerprint. */
  readonly shown: string;
}

/** The host showed another key than is known. */
export function changedKey(
  host: Shown & { readonly known: readonly KnownHost[]; readonly knownName: string },
): ConnectError {
  const known = host.known.map((entry) => `${entry.type} ${fingerprint(entry.key)} (${place(entry)})`).join(", ");
  return new ConnectError(
    `Cannot connect to ${host.where}: its host key has changed: it showed ${host.shown}, known is ${known}`,
    {
      hint: "Somebody may be between you and the host. If you are sure that it has a new key, forget the old one: " +
        `${forget(host.knownName, host.known)}.`,
      host: host.name,
    },
  );
}

/** The key is one of those that must not be used any more. */
export function revokedKey(host: Shown & { readonly known?: readonly KnownHost[] }): ConnectError {
  const where = host.known === undefined ? "" : ` in ${places(host.known)}`;
  return new ConnectError(`Cannot connect to ${host.where}: its host key ${host.shown} is revoked${where}`, {
    hint: "Do not connect before the host has a new key.",
    host: host.name,
  });
}

/** Nothing is known about the key, and it may not be trusted. */
export function unknownKey(
  host: Shown & {
    readonly hostname: string;
    readonly port: number;
    readonly knownHostsFile: string;
    readonly why: string;
    readonly cause?: unknown;
  },
): ConnectError {
  const port = host.port === 22 ? "" : `-p ${host.port} `;
  const scan = `\`ssh-keyscan ${port}${quote(host.hostname)} >> ${quote(host.knownHostsFile)}\``;
  return new ConnectError(`Cannot connect to ${host.where}: its host key is not known: ${host.shown}; ${host.why}`, {
    hint: `Compare the fingerprint with the host's own, then add the key with ${scan}, ` +
      "or set sshStrictHostKeyChecking to accept-new.",
    host: host.name,
    cause: host.cause,
  });
}

/** Where lines stand. */
export function places(entries: readonly KnownHost[]): string {
  return entries.map(place).join(", ");
}

function place(entry: KnownHost): string {
  return `${entry.file}:${entry.line}`;
}

function forget(name: string, entries: readonly KnownHost[]): string {
  const files = [...new Set(entries.map((entry) => entry.file))];
  return files.map((file) => `\`ssh-keygen -R ${quote(name)} -f ${quote(file)}\``).join(" and ");
}
