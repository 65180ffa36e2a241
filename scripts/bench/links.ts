import { type Delay, type OverlayHost, type OverlayHosts, startDelay } from "../../tests/bed/mod.ts";

/** Where a host is reached. */
export type Link = Pick<Delay, "address" | "port">;

/** Hosts and the ways to them. */
export interface Links extends AsyncDisposable {
  readonly links: readonly Link[];
  /** How often a host was spoken to after it had said something, since the last time; not counted without a delay. */
  readonly turns: () => number | undefined;
}

const noTurns = () => undefined;

/** Puts a link with a round-trip time, in milliseconds, in front of each host; without one they are reached straight. */
export async function startLinks(hosts: readonly OverlayHost[], roundTripTime: number): Promise<Links> {
  if (roundTripTime === 0) return { links: hosts, turns: noTurns, [Symbol.asyncDispose]: () => Promise.resolve() };
  const links = await Promise.all(
    hosts.map(({ address, port }) => startDelay({ target: { address, port }, roundTripTime, address })),
  );
  return {
    links,
    turns() {
      const turns = links.reduce((sum, link) => sum + link.traffic().turns, 0) / links.length;
      for (const link of links) link.reset();
      return turns;
    },
    [Symbol.asyncDispose]: async () => void await Promise.all(links.map((link) => link.stop())),
  };
}

/** Writes an inventory of the hosts behind some links, and the file of their keys beside it. */
export async function writeInventory(path: string, bed: OverlayHosts, links: readonly Link[]): Promise<void> {
  const keys = links.flatMap(({ address, port }) => {
    const host = bed.hosts.find((one) => one.address === address)!;
    return host.hostKeys.map(({ publicKey }) => `[${address}]:${port} ${publicKey}\n`);
  });
  await Deno.writeTextFile(`${path}.known_hosts`, keys.join(""));
  const hosts = links.map(({ address, port }) => [address, { ssh_port: port }]);
  const data = {
    ssh_user: "root",
    ssh_key: bed.keyFile,
    ssh_known_hosts_file: `${path}.known_hosts`,
    ssh_config_file: "/dev/null",
    ssh_allow_agent: false,
  };
  await Deno.writeTextFile(path, `export default ${JSON.stringify({ data, groups: { herd: { hosts } } }, null, 2)};\n`);
}
