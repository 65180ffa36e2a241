/**
 * Benchmarks: `deno task bench [start] [modules] [ssh] [herd] [transfers] [fleet]`, all of them by default. Needs root on Linux for `ssh`,
 * `herd` and `transfers`. What is compared runs in turn, and ratios are of what ran side by side.
 *
 * The compiled program is measured if it is there (`deno task compile`); DENO_COMPILER as for that.
 */
import { type OverlayHosts, startOverlayHosts } from "../tests/bed/mod.ts";
import { droverCommand, emptyCommand } from "./bench/drover.ts";
import type { Fleet } from "./bench/fleet.ts";
import { compare, type Medians, timed } from "./bench/measure.ts";
import { compareModules } from "./bench/modules.ts";
import { compareOverSsh, type SshSetting } from "./bench/ssh.ts";
import { compareTransfers } from "./bench/transfers.ts";
import { V8_FLAGS } from "./release/executable.ts";

const RUNS = 5;
const all: Record<string, () => Promise<void>> = { start, modules, ssh, herd, transfers, fleet };
const wanted = Deno.args.length ? Deno.args : Object.keys(all);
for (const name of wanted) {
  const section = all[name];
  if (!section) throw new Error(`No benchmark "${name}"; there are ${Object.keys(all).join(", ")}`);
  await section();
}

async function start(): Promise<void> {
  const folder = await Deno.makeTempDir();
  const [empty, drover] = [await emptyCommand(folder), await droverCommand()];
  const medians = await compare([
    { name: "an empty program", run: () => timed(empty) },
    { name: "Drover", run: () => timed([...drover, "--version"]) },
  ], RUNS * 2);
  await Deno.remove(folder, { recursive: true });
  show("start, `--version`", medians);
}

async function modules(): Promise<void> {
  show("a script of 50 modules, from the cache", await compareModules(await droverCommand(), RUNS * 2));
}

async function ssh(): Promise<void> {
  await using bed = await startOverlayHosts(10);
  for (const hosts of [1, 10]) {
    for (const roundTripTime of [0, 50]) await compareBoth(bed, { hosts, roundTripTime }, hosts === 1 ? RUNS : 3);
  }
}

async function herd(): Promise<void> {
  await using bed = await startOverlayHosts(50);
  for (const roundTripTime of [0, 50]) await compareBoth(bed, { hosts: 50, roundTripTime }, 2);
}

async function compareBoth(bed: OverlayHosts, where: Omit<SshSetting, "isFirst">, runs: number): Promise<void> {
  const { hosts, roundTripTime } = where;
  for (const isFirst of [true, false]) {
    const medians = await compareOverSsh(bed, { ...where, isFirst }, runs);
    const what = isFirst ? "first run" : "nothing to change";
    show(`20 operations, ${hosts} ${hosts === 1 ? "host" : "hosts"}, ${roundTripTime} ms, ${what}`, medians);
  }
}

async function transfers(): Promise<void> {
  await using bed = await startOverlayHosts(1);
  for (const direction of ["upload", "download"] as const) {
    const { whole, bytes } = await compareTransfers(bed, direction, RUNS * 2);
    show(`64 MiB ${direction}`, whole);
    show(`64 MiB ${direction}, less the time of 10 bytes`, bytes);
  }
}

async function fleet(): Promise<void> {
  const program = new URL("bench/fleet.ts", import.meta.url).pathname;
  for (const hosts of [1, 250, 1000, 5000]) {
    const args = ["run", "-A", "--no-check", `--v8-flags=${V8_FLAGS}`, program, String(hosts)];
    const { stdout } = await new Deno.Command(Deno.execPath(), { args, stderr: "inherit" }).output();
    const { seconds, cpuSeconds, peakMebibytes }: Fleet = JSON.parse(new TextDecoder().decode(stdout));
    const each = cpuSeconds * 1000 / hosts / 20;
    console.log(
      `| 20 operations, ${hosts} fake hosts | ${seconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s CPU ` +
        `(${each.toFixed(2)} ms an operation and host), ${peakMebibytes} MiB at the most |`,
    );
  }
}

function show(what: string, medians: readonly Medians[]): void {
  const cells = medians.map(({ name, milliseconds, ratio, cpuMilliseconds, peakMebibytes, turns }) => {
    const more = [
      `${ratio.toFixed(2)} ×`,
      ...cpuMilliseconds === undefined ? [] : [`CPU ${cpuMilliseconds.toFixed(0)} ms`],
      ...peakMebibytes === undefined ? [] : [`${peakMebibytes.toFixed(0)} MiB`],
      ...turns === undefined ? [] : [`${turns.toFixed(1)} turns a host`],
    ];
    return `${name} ${milliseconds.toFixed(0)} ms (${more.join(", ")})`;
  });
  console.log(`| ${[what, ...cells].join(" | ")} |`);
}
