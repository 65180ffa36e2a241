import { makeFolder, MARK, recordProcess, removeFolder } from "./folder.ts";
import { makeKey } from "./keys.ts";
import { listening, type ServerFiles, serverLog, type ServerOptions, writeServerFiles } from "./server.ts";
import { makePassword, useUsers } from "./users.ts";

/** How a server is started. */
export interface SshdOptions extends ServerOptions {
  /** Make the users of the bed on this machine; without them only `root` can log in. Default: `true`. */
  readonly users?: boolean;
  /** It runs on when this process ends, until its folder is removed. Default: `false`. */
  readonly keep?: boolean;
}

/** A running OpenSSH server. */
export interface Sshd extends ServerFiles, AsyncDisposable {
  readonly folder: string;
  /** The private key that opens `root` and the users with a key. */
  readonly keyFile: string;
  /** The password of the users with a password. */
  readonly password: string;
  /** What it has logged. */
  log(): Promise<string>;
  /** Ends it with all that its sessions left running, and removes its users if no other bed uses them. */
  stop(): Promise<void>;
}

/**
 * Starts an OpenSSH server of this machine on loopback, with its own configuration, host keys and users. Needs root.
 *
 * @example
 * ```ts
 * import { startSshd } from "./sshd.ts";
 * await using sshd = await startSshd();
 * console.log(sshd.address, sshd.port, sshd.keyFile);
 * ```
 */
export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  await Deno.mkdir("/run/sshd", { recursive: true });
  const folder = await makeFolder("sshd", options);
  try {
    const client = await makeKey(folder, "client");
    const [files, password] = await Promise.all([
      writeServerFiles(folder, folder, folder, client, options),
      options.users === false ? makePassword() : useUsers(folder),
    ]);
    const child = new Deno.Command("/usr/sbin/sshd", {
      args: ["-D", "-E", `${folder}/sshd.log`, "-f", `${folder}/sshd_config`],
      env: { [MARK]: folder },
      stdin: "null",
      stdout: "null",
      stderr: "null",
      detached: true,
    }).spawn();
    await recordProcess(folder, child.pid);
    await listening(folder, child);
    if (options.keep) child.unref();
    const stop = async () => {
      await removeFolder(folder);
      await child.status;
    };
    const log = () => serverLog(folder);
    return { ...files, folder, keyFile: client.file, password, log, stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await removeFolder(folder);
    throw error;
  }
}
