/** What a real sshd on its own host needs, wherever its root is: files, a free port, a sign that it listens. @module */
import { join } from "node:path";
import { MARK } from "./folder.ts";
import { type KeyPair, type KeyType, makeKey } from "./keys.ts";
import { BED_USERS } from "./users.ts";

/** What can be chosen about a server. */
export interface ServerOptions {
  /** Default: `127.0.0.1`. */
  readonly address?: string;
  /** Default: a free one. */
  readonly port?: number;
  /** The kinds of its host keys. Default: `["ed25519"]`. */
  readonly hostKeyTypes?: readonly KeyType[];
  /** Logins go through PAM, which brings keyboard-interactive too, and costs time. Default: `false`. */
  readonly pam?: boolean;
  /** Variables of its sessions. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Lines for its `sshd_config`; they win over ours. */
  readonly config?: readonly string[];
}

/** A server that is ready to start. */
export interface ServerFiles {
  readonly address: string;
  readonly port: number;
  readonly hostKeys: readonly KeyPair[];
  /** Lines for a `known_hosts` file. */
  readonly knownHosts: string;
}

/**
 * Writes configuration, host keys and authorized keys.
 *
 * @param folder where they are written
 * @param seenAs the path of that folder for the server
 * @param mark the bed that its sessions are marked with
 */
export async function writeServerFiles(
  folder: string,
  seenAs: string,
  mark: string,
  clientKey: KeyPair,
  options: ServerOptions,
): Promise<ServerFiles> {
  const address = options.address ?? "127.0.0.1";
  const port = options.port ?? freePort(address);
  const types = options.hostKeyTypes ?? ["ed25519"];
  const hostKeys = await Promise.all(types.map((type) => makeKey(folder, `host_${type}`, type)));
  await Deno.mkdir(join(folder, "authorized_keys"));
  for (const name of ["root", ...BED_USERS.filter((user) => user.key).map((user) => user.name)]) {
    await Deno.writeTextFile(join(folder, "authorized_keys", name), `${clientKey.publicKey}\n`, { mode: 0o644 });
  }
  const variables = Object.entries(options.environment ?? {});
  const withPassword = BED_USERS.filter((user) => user.password).map((user) => user.name);
  const lines = [
    ...options.config ?? [],
    `Port ${port}`,
    `ListenAddress ${address}`,
    ...types.map((type) => `HostKey ${seenAs}/host_${type}`),
    `PidFile ${seenAs}/sshd.pid`,
    `AuthorizedKeysFile ${seenAs}/authorized_keys/%u`,
    // Bash as a login shell reads root's .bashrc only on the first level; that of a developer may be slow or wait for a lock.
    `SetEnv ${MARK}=${mark} SHLVL=1${variables.map(([name, value]) => ` ${name}=${value}`).join("")}`,
    `UsePAM ${options.pam ? "yes" : "no"}`,
    "StrictModes no",
    "UseDNS no",
    "LogLevel VERBOSE",
    // Of this one sshd takes the last.
    ...options.config?.some((line) => line.startsWith("MaxStartups")) ? [] : ["MaxStartups 200:30:400"],
    "PrintMotd no",
    "PrintLastLog no",
    "PermitRootLogin prohibit-password",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    "Subsystem sftp internal-sftp",
    `Match User ${withPassword.join(",")}`,
    "PasswordAuthentication yes",
    `KbdInteractiveAuthentication ${options.pam ? "yes" : "no"}`,
  ];
  await Deno.writeTextFile(join(folder, "sshd_config"), lines.map((line) => `${line}\n`).join(""));
  const name = port === 22 ? address : `[${address}]:${port}`;
  return { address, port, hostKeys, knownHosts: hostKeys.map((key) => `${name} ${key.publicKey}\n`).join("") };
}

/** Waits until a started server listens. */
export async function listening(folder: string, started: Deno.ChildProcess): Promise<void> {
  // The server writes the file with its process id when its sockets are open.
  using watcher = Deno.watchFs(folder);
  const ended = started.status.then(() => true);
  const isListening = async (): Promise<boolean> => {
    const text = await Deno.readTextFile(join(folder, "sshd.pid")).catch(() => "");
    return text.endsWith("\n");
  };
  const events = watcher[Symbol.asyncIterator]();
  while (!await isListening()) {
    const hasEnded = await Promise.race([ended, events.next().then(() => false)]);
    if (hasEnded) throw new Error(`sshd does not start: ${await serverLog(folder)}`);
  }
}

/** What a server has logged. */
export async function serverLog(folder: string): Promise<string> {
  return await Deno.readTextFile(join(folder, "sshd.log")).catch(() => "no log");
}

/** A port that nobody listens on. */
export function freePort(address: string): number {
  using listener = Deno.listen({ hostname: address, port: 0 });
  return listener.addr.port;
}
