/**
 * What the system's `ssh` is told: the data of a host as options, and our defaults as the end of its config. Pure.
 *
 * @module
 */
import { join, resolve } from "node:path";
import { expandHome } from "../ssh/config_file.ts";
import type { SshData } from "../ssh/data.ts";

/** What the arguments depend on. */
export interface ArgumentsOptions {
  readonly data: SshData;
  readonly home: string;
  /** Seconds that a connection may take where the config does not say. */
  readonly connectTimeout: number;
}

/** A config that is the user's, with what the data say about known hosts before it, and our defaults behind. */
export function configText({ data, home, connectTimeout }: ArgumentsOptions): string {
  const files = data.sshConfigFile === undefined
    ? [join(home, ".ssh", "config"), "/etc/ssh/ssh_config"]
    : [resolve(expandHome(data.sshConfigFile, home))];
  const { sshKnownHostsFile, sshStrictHostKeyChecking } = data;
  // These hold for the hosts on the way too, which ssh gives this file, but not our arguments.
  const own = [
    sshKnownHostsFile && `UserKnownHostsFile ${quoted(resolve(expandHome(sshKnownHostsFile, home)))}`,
    sshStrictHostKeyChecking && `StrictHostKeyChecking ${sshStrictHostKeyChecking}`,
  ].filter(Boolean);
  return [
    ...own,
    ...files.map((file) => `Include ${quoted(file)}`),
    "Match all",
    "StrictHostKeyChecking accept-new",
    `ConnectTimeout ${wholeSeconds(connectTimeout)}`,
    "ServerAliveInterval 15",
    "ServerAliveCountMax 3",
    // It would rewrite known_hosts while others write to it.
    "UpdateHostKeys no",
    "",
  ].join("\n");
}

/** A time as the config can say it, never none. */
export function wholeSeconds(seconds: number): number {
  return Math.max(1, Math.ceil(seconds));
}

/** The options that the data of a host stand for; they win over the config. */
export function dataArguments({ data, home }: ArgumentsOptions): string[] {
  const { sshPort, sshUser, sshKey, sshForwardAgent } = data;
  const path = (file: string) => resolve(expandHome(file, home));
  const options = [
    ...[sshKey ?? []].flat().map((file) => `IdentityFile=${quoted(path(file))}`),
    sshKey !== undefined && "IdentitiesOnly=yes",
    !data.sshAllowAgent && "IdentityAgent=none",
    sshKey === undefined && !data.sshLookForKeys && "IdentityFile=none",
    sshKey === undefined && !data.sshLookForKeys && !data.sshAllowAgent && "PubkeyAuthentication=no",
    sshForwardAgent !== undefined && `ForwardAgent=${sshForwardAgent ? "yes" : "no"}`,
  ].filter((option) => option !== false);
  return [
    ...(sshPort === undefined ? [] : ["-p", String(sshPort)]),
    ...(sshUser === undefined ? [] : ["-l", sshUser]),
    ...options.flatMap((option) => ["-o", option]),
  ];
}

/** The options of the `ssh` that holds the connection: it opens a control socket and says when it is logged in. */
export function masterArguments(socket: string): string[] {
  const options = [
    "ControlPersist=no",
    "PermitLocalCommand=yes",
    // Runs when the control socket is open.
    "LocalCommand=echo ready",
    "RemoteCommand=none",
    "ClearAllForwardings=yes",
    // Each question is asked once; what may be answered again is decided by us.
    "NumberOfPasswordPrompts=1",
  ];
  return ["-M", "-S", socket.replaceAll("%", "%%"), "-N", "-T", "-v", ...options.flatMap((option) => ["-o", option])];
}

/** The option that makes `ssh` write new host keys to a file of ours, and read that and the user's. */
export function knownHostsArguments(own: string, files: readonly string[]): string[] {
  return ["-o", `UserKnownHostsFile=${[own, ...files].map(quoted).join(" ")}`];
}

/** The options of an `ssh` that uses the connection, and never makes one of its own. */
export function guestArguments(socket: string): string[] {
  const options = ["ControlMaster=no", "ProxyCommand=false"].flatMap((option) => ["-o", option]);
  return ["-F", "none", "-S", socket.replaceAll("%", "%%"), ...options];
}

/** A path as a value in an ssh config. */
function quoted(path: string): string {
  return `"${path.replaceAll("%", "%%").replaceAll('"', '\\"')}"`;
}
