import type { RollingOptions } from "../api/mod.ts";

/** How the hosts of a run go through their programs. */
export interface Strategy {
  /**
   * - `barrier`: an operation starts when all hosts that have it have come to it;
   * - `free`: every host runs on its own (`--no-wait`);
   * - `serial`: one host after the other runs its whole program (`--serial`).
   */
  readonly mode: "barrier" | "free" | "serial";
  /** How many hosts run an operation at a time. Default: all. */
  readonly parallel?: number;
  /** The run ends when more than this share of its hosts has failed, in percent. Default: it goes on. */
  readonly failPercent?: number;
  /** Hosts, or a share of them, that apply before the next ones start; the last of several sizes stays. Default: all. */
  readonly batch?: RollingOptions["batch"];
  /** How many hosts, or which share, may fail before no further batch starts. Default: 0. */
  readonly maxFailures?: RollingOptions["maxFailures"];
  /** So many hosts apply first; the others only if none of these fails and it is confirmed. Default: 0. */
  readonly canary?: number;
}

/** Runs something for each item, a number of them at a time. */
export async function inBatches<T>(
  items: readonly T[],
  size: number | undefined,
  run: (item: T) => Promise<void>,
): Promise<void> {
  const rest = [...items];
  const worker = async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await run(item);
  };
  await Promise.all(Array.from({ length: Math.min(size ?? items.length, items.length) }, worker));
}

/** How many hosts a share or a number of them is, of `total`; at least one. */
export function countOf(share: number | `${number}%`, total: number): number {
  const count = typeof share === "number" ? share : Math.ceil(parseFloat(share) / 100 * total);
  return Math.max(1, count);
}
