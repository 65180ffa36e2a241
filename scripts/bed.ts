/**
 * Real targets to try things on by hand: `deno task bed -- start [HOSTS] | stop | status | install`.
 *
 * @module
 */
import {
  bedAvailable,
  installPackages,
  listBeds,
  missingPackages,
  type ServerFiles,
  startOverlayHosts,
  startSshd,
  stopKeptBeds,
} from "../tests/bed/mod.ts";

const USAGE = `Usage: deno task bed -- COMMAND

  start [HOSTS]  an sshd on this machine and HOSTS hosts with a root of their own (default: 2); they run on until stop
  stop           ends what start has started
  status         what runs
  install        installs what is missing, by apt-get
`;

async function start(count: number): Promise<number> {
  const found = await bedAvailable();
  if (!found.available) return fail(`The test bed cannot be had: ${found.reason}`);
  const sshd = await startSshd({ keep: true });
  const overlay = count > 0 ? await startOverlayHosts(count, { keep: true }) : undefined;
  console.log("This machine:");
  describe(sshd, sshd.keyFile, sshd.password);
  for (const host of overlay?.hosts ?? []) {
    console.log(`${host.name}:`);
    describe(host, overlay!.keyFile, overlay!.password);
  }
  return 0;
}

function describe(server: ServerFiles, keyFile: string, password: string): void {
  const target = `-p ${server.port} drover-sudo@${server.address}`;
  console.log(`  ssh -i ${keyFile} -o UserKnownHostsFile=/dev/null -o StrictHostKeyChecking=no ${target}`);
  console.log(`  password of drover-password and drover-sudo-password: ${password}`);
}

async function status(): Promise<number> {
  const missing = await missingPackages();
  if (missing.length > 0) console.log(`Not installed: ${missing.join(", ")}`);
  const beds = await listBeds();
  for (const bed of beds) console.log(`${bed.folder}  ${bed.owner ? `of process ${bed.owner}` : "until stop"}`);
  if (beds.length === 0) console.log("Nothing runs");
  return 0;
}

async function stop(): Promise<number> {
  for (const folder of await stopKeptBeds()) console.log(`Stopped ${folder}`);
  return 0;
}

async function install(): Promise<number> {
  if (Deno.uid() !== 0) return fail("Installing packages needs root");
  await installPackages();
  return 0;
}

function fail(message: string): number {
  console.error(message);
  return 1;
}

async function main(args: readonly string[]): Promise<number> {
  const [command, count = "2"] = args.filter((argument) => argument !== "--");
  switch (command) {
    case "start":
      return /^\d+$/.test(count) ? await start(Number(count)) : fail(`"${count}" is no number of hosts\n\n${USAGE}`);
    case "stop":
      return await stop();
    case "status":
      return await status();
    case "install":
      return await install();
    default:
      return fail(USAGE);
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));
