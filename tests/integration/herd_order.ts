/** When steps ran on which hosts, and a place where they wait for each other. @module */
import type { OverlayHost } from "../bed/mod.ts";

/** A step on a host, with its times in nanoseconds of the clock that all hosts share. */
export interface Step {
  readonly host: string;
  readonly step: string;
  readonly start: bigint;
  readonly end: bigint;
}

const LOG = "/var/tmp/order";

/** Forgets the steps of earlier runs. */
export async function forgetSteps(hosts: readonly OverlayHost[]): Promise<void> {
  for (const { path } of hosts) await Deno.remove(path(LOG)).catch(() => {});
}

/** What the hosts have written down, in the order in which the steps started. */
export async function readSteps(hosts: readonly OverlayHost[]): Promise<Step[]> {
  const steps: Step[] = [];
  for (const { name, path } of hosts) {
    const text = await Deno.readTextFile(path(LOG)).catch(() => "");
    const lines = text.split("\n").filter(Boolean).map((line) => line.split(" "));
    for (const [step, , start] of lines.filter(([, what]) => what === "start")) {
      const end = lines.find(([other, what]) => other === step && what === "end")?.[2];
      steps.push({ host: name, step: step!, start: BigInt(start!), end: BigInt(end!) });
    }
  }
  return steps.sort((a, b) => Number(a.start - b.start));
}

/** How many of these steps ran at the same time, at most. */
export function concurrency(steps: readonly Step[]): number {
  return Math.max(0, ...steps.map(({ start }) => steps.filter((one) => one.start <= start && start < one.end).length));
}

/** Whether no step of the later ones started before all of the earlier ones had ended. */
export function isBefore(earlier: readonly Step[], later: readonly Step[]): boolean {
  return earlier.every(({ end }) => later.every(({ start }) => end <= start));
}

/** Decides which of the waiting steps go on, given all that have come so far, as `STEP/HOST`. */
export type Release = (waiting: readonly string[], arrived: readonly string[]) => readonly string[];

/** A server on loopback that steps report to; each gets its answer when it is released. */
export function startMeeting(): AsyncDisposable & { readonly origin: string; begin(release: Release): void } {
  let release: Release = (waiting) => waiting;
  let arrived: string[] = [];
  const waiting = new Map<string, () => void>();
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const who = new URL(request.url).pathname.slice(1);
    const { promise, resolve } = Promise.withResolvers<void>();
    arrived.push(who);
    waiting.set(who, resolve);
    for (const one of release([...waiting.keys()], arrived)) {
      waiting.get(one)?.();
      waiting.delete(one);
    }
    await promise;
    return new Response("");
  });
  return {
    origin: `http://127.0.0.1:${server.addr.port}`,
    begin(next) {
      release = next;
      arrived = [];
      waiting.clear();
    },
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
