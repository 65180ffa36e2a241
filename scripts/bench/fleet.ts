/** Runs 20 operations on fake hosts in this process: `fleet.ts HOSTS`; prints what it took as JSON. @module */
import { cpuUsage } from "node:process";
import { secret, server, UsageError } from "drover";
import { run } from "../../src/engine/mod.ts";
import { fakeConnector } from "../../tests/engine/mod.ts";

/** What a run took. */
export interface Fleet {
  readonly hosts: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** The most memory that the process had at a time, of which an idle one has a good part. */
  readonly peakMebibytes: number;
}

const OPERATIONS = 20;

async function runFleet(count: number): Promise<number> {
  let ran = 0;
  const connector = fakeConnector(({ kind }) => void (kind === "command" && ran++));
  const names = Array.from({ length: count }, (_, index) => `host${index + 1}`);
  const { signal } = new AbortController();
  const nobody = () => Promise.reject(new UsageError("Nobody answers in a benchmark"));
  await run({
    inventory: {
      hosts: names.map((name) => ({
        name,
        connector: connector.name,
        groups: [],
        data: { layers: [], prefixes: [] },
        active: true,
      })),
      groups: new Map([["all", { name: "all", hosts: names, data: {}, children: [] }]]),
    },
    connectors: new Map([[connector.name, connector]]),
    connectorContext: { signal, connectTimeout: 10, log: () => {}, warn: () => {}, secret, ask: nobody },
    scripts: [{
      url: "bench:fleet",
      name: "fleet",
      main: () => {
        for (let index = 0; index < OPERATIONS; index++) server.shell({ name: `step ${index}`, commands: ["true"] });
      },
    }],
    globals: {},
    strategy: { mode: "barrier" },
    unplanned: "run",
    confirm: () => Promise.resolve(false),
    load: nobody,
    emit: () => {},
    signal,
    hardSignal: signal,
  });
  return ran;
}

const hosts = Number(Deno.args[0]);
const [start, before] = [performance.now(), cpuUsage()];
const ran = await runFleet(hosts);
if (ran !== hosts * OPERATIONS) throw new Error(`${ran} commands ran in place of ${hosts * OPERATIONS}`);
const { user, system } = cpuUsage(before);
const [, peak] = /VmHWM:\s+(\d+) kB/.exec(await Deno.readTextFile("/proc/self/status"))!;
const fleet: Fleet = {
  hosts,
  seconds: (performance.now() - start) / 1000,
  cpuSeconds: (user + system) / 1e6,
  peakMebibytes: Math.round(Number(peak) / 1024),
};
console.log(JSON.stringify(fleet));
