import type { OverlayHosts } from "../../tests/bed/mod.ts";
import { ansible } from "./ansible.ts";
import { droverCommand } from "./drover.ts";
import { type Links, startLinks, writeInventory } from "./links.ts";
import { compare, type Contender, type Measured, type Medians, timed } from "./measure.ts";
import { COMMANDS, DEPLOY, RESET } from "./workload.ts";

/** What is measured over SSH. */
export interface SshSetting {
  readonly hosts: number;
  /** In milliseconds. */
  readonly roundTripTime: number;
  /** Whether the hosts are as they were before the first run. */
  readonly isFirst: boolean;
}

/** 20 operations over SSH: all in one script as the floor, Drover, and one `ssh` with a shared connection for each. */
export async function compareOverSsh(bed: OverlayHosts, setting: SshSetting, runs: number): Promise<Medians[]> {
  const some: OverlayHosts = { ...bed, hosts: bed.hosts.slice(0, setting.hosts) };
  await using started = await startLinks(some.hosts, setting.roundTripTime);
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/deploy.ts`, DEPLOY);
    await writeInventory(`${folder}/inventory.ts`, bed, started.links);
    const drover = [...await droverCommand(), `${folder}/inventory.ts`, `${folder}/deploy.ts`, "-y"];
    const plain = started.links.map(({ address, port }) => ["ssh", ...options(bed, port), `root@${address}`]);
    const reset = async () => {
      if (setting.isFirst) await Promise.all(some.hosts.map((host) => host.run(["sh", "-c", RESET])));
    };
    const contenders: Contender[] = [
      { name: "one script by `ssh`", run: () => together(plain.map((ssh) => () => timed([...ssh, "sh"], SCRIPT))) },
      { name: "Drover", run: () => timed(drover) },
      {
        name: "`ssh` for each, ControlMaster",
        run: () => together(plain.map((ssh, index) => () => oneByOne(ssh, `${folder}/control-${index}`))),
      },
      ...await ansible(folder, bed, started.links),
    ];
    return await compare(
      contenders.map((one) => ({ ...one, run: () => counted(one.run, started) })),
      runs,
      reset,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** With the turns of the hosts. */
async function counted(run: () => Promise<Measured>, { turns }: Links): Promise<Measured> {
  turns();
  const measured = await run();
  return { ...measured, turns: turns() };
}

const SCRIPT = ["set -e", ...COMMANDS, ""].join("\n");

/** The options of an `ssh` that takes nothing from the user's own files. */
export function options({ keyFile }: OverlayHosts, port: number): string[] {
  const settings = ["BatchMode=yes", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null", "LogLevel=ERROR"];
  return ["-F", "/dev/null", "-i", keyFile, "-p", String(port), ...settings.flatMap((one) => ["-o", one])];
}

async function oneByOne([ssh, ...args]: readonly string[], control: string): Promise<Measured> {
  const commands = COMMANDS.map((command) => [ssh!, "-S", control, ...args, command]);
  const all: Measured[] = [await timed([ssh!, "-M", "-S", control, "-f", "-N", ...args])];
  for (const command of commands) all.push(await timed(command));
  all.push(await timed([ssh!, "-S", control, "-O", "exit", ...args]));
  return {
    milliseconds: all.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
    cpuMilliseconds: all.reduce((sum, { cpuMilliseconds = 0 }) => sum + cpuMilliseconds, 0),
  };
}

async function together(runs: readonly (() => Promise<Measured>)[]): Promise<Measured> {
  const start = performance.now();
  const all = await Promise.all(runs.map((run) => run()));
  return {
    milliseconds: performance.now() - start,
    cpuMilliseconds: all.reduce((sum, { cpuMilliseconds = 0 }) => sum + cpuMilliseconds, 0),
  };
}
