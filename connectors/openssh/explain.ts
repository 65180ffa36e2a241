/**
 * Why `ssh` did not connect, in the words of the connector `ssh`.
 *
 * @module
 */
import { ConnectError } from "drover/connectors";
import { Unreachable, unreachable, whereIs } from "../ssh/dial.ts";
import { changedKey, revokedKey } from "../ssh/host_key_errors.ts";
import { fingerprint, type KnownHost, parseKnownHosts } from "../ssh/known_hosts.ts";
import { readIfThere } from "../ssh/local_side.ts";
import { refused } from "../ssh/refusal.ts";
import type { Effective } from "./effective.ts";
import type { Log } from "./log.ts";

/** What `ssh` says where the network fails. */
const NETWORK: readonly (readonly [pattern: RegExp, code: string])[] = [
  [/Connection refused/, "ECONNREFUSED"],
  [/Could not resolve hostname/, "ENOTFOUND"],
  [/No route to host|Network is unreachable/, "EHOSTUNREACH"],
  [/(Connection|Operation) timed out|Connection to .* timed out/, "ETIMEDOUT"],
  [/Connection reset|Connection closed|closed by remote host|Broken pipe/, "ECONNRESET"],
];

/** The error of an `ssh` that ended before it was logged in. */
export async function explain(log: Log, effective: Effective, password: string | undefined): Promise<ConnectError> {
  const { name, user } = effective;
  const peer = { remoteAddress: log.address };
  const where = whereIs(effective, peer);
  const said = log.messages.join("\n");
  const found = (pattern: RegExp) => pattern.exec(said)?.slice(1);
  const as = `Cannot connect to ${where} as ${user}`;

  if (/HOST IDENTIFICATION HAS CHANGED/.test(said)) {
    const [file = "", line] = found(/^Offending \S+ key in (.*):(\d+)$/m) ?? [];
    const known = (await entriesOf([file])).filter((entry) => entry.line === Number(line));
    return changedKey({ name, where, shown: log.hostKey, known, knownName: knownName(effective) });
  }
  if (/REVOKED HOST KEY/.test(said)) {
    const shown = log.hostKey.split(" ")[1];
    const known = (await entriesOf(effective.knownHostsFiles))
      .filter((entry) => entry.marker === "revoked" && fingerprint(entry.key) === shown);
    return revokedKey({ name, where, shown: log.hostKey, known });
  }
  const [certificate] = found(/^(Certificate invalid: .*)$/m) ?? [];
  if (certificate !== undefined) {
    return new ConnectError(`Cannot connect to ${where}: its host certificate is not valid: ${certificate}`, {
      hint: "Have the host's key signed again for its name, by the authority in known_hosts.",
      host: name,
    });
  }
  const wrong = log.unlocking.map((key) => `key ${key}: the password is wrong`);
  const attempted = { ...log, problems: [...log.problems, ...wrong] };
  const [accepted] = found(/Permission denied \((.*)\)\.?$/m) ?? [];
  if (accepted !== undefined) {
    return refused(as, { name, user, password }, { ...attempted, accepted: accepted.split(",") });
  }
  if (/Too many authentication failures/.test(said)) {
    return new ConnectError(`${as}: too many authentication failures; tried ${log.tried.join(", ")}`, {
      hint: "Name the right key with sshKey, or set IdentitiesOnly and IdentityFile in the ssh config.",
      host: name,
    });
  }
  const [offer] = found(/^Unable to negotiate with .*?: (.*)$/m) ?? [];
  if (offer !== undefined) {
    return new ConnectError(`${as}: ${offer}`, {
      hint: "Allow the algorithm in the ssh config, or update the SSH server.",
      host: name,
    });
  }
  if (log.proxied) {
    return new Unreachable(`${as}: the way there failed: ${log.messages[0] ?? "the connection was closed"}`, {
      hint: "Check ProxyJump and ProxyCommand in the ssh config, and that the hosts on the way are up.",
      host: name,
    });
  }
  const network = NETWORK.find(([pattern]) => pattern.test(said));
  if (network) return unreachable(effective, Object.assign(new Error(said), { code: network[1] }), peer);
  return new ConnectError(`${as}: ${log.messages.at(-1) ?? "ssh ended without a word"}`, {
    hint: "Try `ssh -v` by hand.",
    host: name,
  });
}

async function entriesOf(files: readonly string[]): Promise<KnownHost[]> {
  const texts = await Promise.all(files.map((file) => readIfThere(file).catch(() => undefined)));
  return texts.flatMap((text, index) => parseKnownHosts(text ?? "", files[index]!));
}

/** The name under which a host stands in known_hosts. */
export function knownName({ hostname, port, hostKeyAlias }: Effective): string {
  if (hostKeyAlias !== undefined) return hostKeyAlias;
  return port === 22 ? hostname : `[${hostname}]:${port}`;
}
