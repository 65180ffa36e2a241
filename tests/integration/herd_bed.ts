/** Hosts of the bed as a user has them: an inventory file, and the command line as a program of its own. @module */
import { join } from "node:path";
import { type Delay, type OverlayHosts, startDelay } from "../bed/mod.ts";
import { PROGRAM } from "../cli/program.ts";

/** How a call of the command line ended. */
export interface CliRun {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** One line of `--json`. */
// deno-lint-ignore no-explicit-any
export type JsonEvent = { readonly type: string } & Record<string, any>;

/** How the command line is called. */
export interface CliOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs Drover, from source or the executable that is tested, without a terminal. */
export async function drover(args: readonly string[], { cwd, env }: CliOptions): Promise<CliRun> {
  const [program = "", ...first] = PROGRAM;
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: [...first, ...args],
    cwd,
    // Journals of tests are not those of whoever runs them.
    env: { NO_COLOR: "1", XDG_STATE_HOME: join(cwd, ".state"), ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** The events of a run with `--json`. */
export function eventsOf({ stdout }: CliRun): JsonEvent[] {
  return stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

/** How the hosts of a bed appear in an inventory. */
export interface InventoryOptions {
  /** The names, in the order of the bed's hosts. Default: theirs. */
  readonly names?: readonly string[];
  /** Links in front of the servers, in the same order. */
  readonly links?: readonly Delay[];
}

/** The data by which the ssh connector finds each host of a bed, by the host's name. */
export async function connectionData(
  bed: OverlayHosts,
  { names, links }: InventoryOptions = {},
): Promise<Record<string, Record<string, unknown>>> {
  const knownHosts = join(bed.folder, `known_hosts_${crypto.randomUUID()}`);
  const hosts = bed.hosts.map((host, index) => ({
    host,
    name: names?.[index] ?? host.name,
    at: links?.[index] ?? host,
  }));
  const lines = hosts.flatMap(({ host, at }) =>
    host.hostKeys.map(({ publicKey }) => `[${at.address}]:${at.port} ${publicKey}\n`)
  );
  await Deno.writeTextFile(knownHosts, lines.join(""));
  return Object.fromEntries(hosts.map(({ name, at }) => [name, {
    ssh_hostname: at.address,
    ssh_port: at.port,
    ssh_key: bed.keyFile,
    ssh_known_hosts_file: knownHosts,
    ssh_strict_host_key_checking: "yes",
    ssh_allow_agent: false,
  }]));
}

/** Writes an inventory of all hosts of a bed, in one group. */
export async function writeInventory(
  path: string,
  bed: OverlayHosts,
  data: Record<string, unknown>,
  options: InventoryOptions = {},
): Promise<void> {
  const hosts = Object.entries(await connectionData(bed, options));
  await Deno.writeTextFile(path, `export default ${JSON.stringify({ data, groups: { herd: { hosts } } }, null, 2)};\n`);
}

/** Puts a link with a delay in front of each host. */
export async function startLinks(
  { hosts }: OverlayHosts,
  roundTripTime: number,
): Promise<AsyncDisposable & { readonly links: readonly Delay[] }> {
  const links = await Promise.all(
    hosts.map(({ address, port }) => startDelay({ target: { address, port }, roundTripTime, address })),
  );
  return {
    links,
    [Symbol.asyncDispose]: async () => void await Promise.all(links.map((link) => link.stop())),
  };
}

/** Puts a program into the place where the administrator of a host puts his own. */
export async function installProgram({ path }: OverlayHosts["hosts"][number], file: URL, name: string): Promise<void> {
  await Deno.copyFile(file, path(`/usr/local/bin/${name}`));
  await Deno.chmod(path(`/usr/local/bin/${name}`), 0o755);
}
