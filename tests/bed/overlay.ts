import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeFolder, MARK, recordProcess, removeFolder } from "./folder.ts";
import { type KeyPair, makeKey } from "./keys.ts";
import { descendants } from "./processes.ts";
import { run, type RunOptions } from "./run.ts";
import { listening, type ServerFiles, serverLog, type ServerOptions, writeServerFiles } from "./server.ts";
import { BED_USERS, makePassword, passwordLines, SUDOERS } from "./users.ts";

/** How hosts with a root of their own are started. */
export interface OverlayOptions extends Omit<ServerOptions, "address" | "port"> {
  /** The root that they show until they change it: of this machine, or of another system. Default: `/`. */
  readonly lower?: string;
  /** They run on when this process ends, until their folder is removed. Default: `false`. */
  readonly keep?: boolean;
}

/** A host with its own root, processes and name. */
export interface OverlayHost extends ServerFiles {
  readonly name: string;
  /** Where a path of the host is on this machine. */
  path(path: string): string;
  /** Runs a program in the host as root, without SSH. */
  run(argv: readonly [string, ...string[]], options?: RunOptions): Promise<string>;
  /** What its sshd has logged. */
  log(): Promise<string>;
}

/** Hosts that were started together. */
export interface OverlayHosts extends AsyncDisposable {
  readonly hosts: readonly OverlayHost[];
  readonly folder: string;
  /** The private key that opens `root` and the users with a key on all of them. */
  readonly keyFile: string;
  /** The password of the users with a password. */
  readonly password: string;
  readonly knownHosts: string;
  /** Ends them with all that runs there, and forgets what was changed there. */
  stop(): Promise<void>;
}

/** Where a host finds the files of its sshd. */
const INSIDE = "/etc/drover-bed";

/**
 * Starts hosts that each have their own users, packages, files, processes and host name, behind a real sshd on an address of its own.
 * They share this machine's network and kernel. Needs root.
 *
 * @example
 * ```ts
 * import { startOverlayHosts } from "./overlay.ts";
 * await using bed = await startOverlayHosts(2);
 * await bed.hosts[0]!.run(["useradd", "alice"]);
 * ```
 */
export async function startOverlayHosts(count: number, options: OverlayOptions = {}): Promise<OverlayHosts> {
  const folder = await makeFolder("overlay", options);
  try {
    const client = await makeKey(folder, "client");
    const password = makePassword();
    await writeUsers(join(folder, "users"), password);
    const children: Deno.ChildProcess[] = [];
    const start = (index: number) => startHost(folder, index, client, children, options);
    const hosts = await Promise.all(Array.from({ length: count }, (_, index) => start(index + 1)));
    const stop = async () => {
      await removeFolder(folder);
      await Promise.all(children.map((child) => child.status));
    };
    const knownHosts = hosts.map((host) => host.knownHosts).join("");
    return { hosts, folder, keyFile: client.file, password, knownHosts, stop, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await removeFolder(folder);
    throw error;
  }
}

async function startHost(
  bed: string,
  index: number,
  client: KeyPair,
  children: Deno.ChildProcess[],
  options: OverlayOptions,
): Promise<OverlayHost> {
  const name = `host${index}`;
  const folder = join(bed, name);
  for (const path of ["layers", "server"]) await Deno.mkdir(join(folder, path), { recursive: true });
  await Deno.symlink("../users", join(folder, "users"));
  const server = join(folder, "server");
  const address = `127.0.20.${index}`;
  const files = await writeServerFiles(server, INSIDE, bed, client, { ...options, address });
  const child = new Deno.Command("unshare", {
    args: [
      ...["--mount", "--pid", "--uts", "--fork", "--kill-child", "--propagation", "private"],
      ...["sh", fileURLToPath(new URL("overlay_host.sh", import.meta.url)), folder, options.lower ?? "/", name],
    ],
    env: { [MARK]: bed },
    stdin: "null",
    stdout: "null",
    stderr: "null",
    detached: true,
  }).spawn();
  children.push(child);
  await recordProcess(bed, child.pid);
  await listening(server, child);
  if (options.keep) child.unref();
  const [inside] = await descendants(child.pid);
  return {
    ...files,
    name,
    path: (path) => `/proc/${inside!.pid}/root${path}`,
    run: (argv, runOptions) =>
      run(
        ["nsenter", `--target=${inside!.pid}`, "--mount", "--pid", "--uts", "--root", "--wdns=/", "--", ...argv],
        runOptions,
      ),
    log: () => serverLog(server),
  };
}

/** Lines for the account files, which each host appends: much quicker than a program for each user. */
async function writeUsers(folder: string, password: string): Promise<void> {
  await Deno.mkdir(folder, { mode: 0o700 });
  const users = BED_USERS.map((user, index) => ({ name: user.name, id: 61_001 + index }));
  const files = {
    passwd: users.map(({ name, id }) => `${name}:x:${id}:${id}::/home/${name}:/bin/sh\n`),
    shadow: users.map(({ name }) => `${name}:*:19000:0:99999:7:::\n`),
    group: users.map(({ name, id }) => `${name}:x:${id}:\n`),
    gshadow: users.map(({ name }) => `${name}:!::\n`),
    passwords: [passwordLines(password)],
    sudoers: [SUDOERS],
  };
  for (const [name, lines] of Object.entries(files)) {
    await Deno.writeTextFile(join(folder, name), lines.join(""), { mode: 0o600 });
  }
}
