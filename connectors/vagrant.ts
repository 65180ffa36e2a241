/**
 * `@vagrant[/NAME]`: the running machines of the Vagrantfile of the working folder.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import {
  type AnyConnector,
  connector,
  type ConnectorContext,
  DroverError,
  type NamedHost,
  UsageError,
  z,
} from "drover/connectors";
import { complaint, notInstalled, type ProgramResult, runProgram } from "./local_program.ts";
import { errorOf, parseSshConfig, parseStatus, type SshSettings } from "./vagrant_output.ts";

/** Groups and data of machines stand here, beside the Vagrantfile. */
const OPTIONS_FILE = "@vagrant.json";

/** Asks Vagrant for its running machines; they are reached by ssh. */
const vagrant: AnyConnector = connector({
  name: "vagrant",
  async *makeNamesData(argument, context) {
    if (argument === "") {
      throw new UsageError(`Cannot use "@vagrant/": the name is empty`, { hint: "Write @vagrant/NAME or @vagrant." });
    }
    const states = await readStates(context);
    const names = runningMachines(states, argument);
    const [options, configs] = await Promise.all([readOptions(), readConnections(names, context)]);
    const known = [...states.keys()];
    for (const name of [...Object.keys(options.groups), ...Object.keys(options.data)]) {
      if (known.includes(name)) continue;
      context.warn(`${OPTIONS_FILE}: there is no machine "${name}"; the machines are ${known.join(", ")}`);
    }
    for (const [name, settings] of configs) {
      // They stand in no data of a host.
      for (const [keyword, option] of [["proxycommand", "ProxyCommand"], ["include", "Include"]] as const) {
        if (!settings.has(keyword)) continue;
        const where = `"Host ${settings.get("hostname")![0]}"`;
        context.warn(`${name}: ${option} of "vagrant ssh-config" is not used; put it into the ssh config for ${where}`);
      }
      yield machineHost(name, settings, options);
    }
  },
});

export default vagrant;

/** What {@linkcode OPTIONS_FILE} says. */
export interface VagrantOptions {
  /** The groups of each machine. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  /** The data of each machine. */
  readonly data: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

async function askVagrant(args: readonly string[], { signal }: ConnectorContext): Promise<ProgramResult> {
  const result = await runProgram("vagrant", args, { signal });
  if (result === undefined) throw notInstalled("@vagrant", "vagrant is not");
  return result;
}

async function readStates(context: ConnectorContext): Promise<ReadonlyMap<string, string>> {
  const args = ["status", "--machine-readable"];
  const result = await askVagrant(args, context);
  if (result.code === 0) return parseStatus(result.stdout);
  const said = { ...result, stdout: errorOf(result.stdout) ?? result.stdout };
  throw new DroverError("inventory", `"vagrant ${args.join(" ")}" failed with ${complaint(said)}`, {
    hint: "Run it in this folder, or name the folder of the Vagrantfile with --chdir.",
  });
}

/** How each machine is reached. One question for all: Vagrant takes seconds to start. */
async function readConnections(
  names: readonly string[],
  context: ConnectorContext,
): Promise<ReadonlyMap<string, SshSettings>> {
  const result = await askVagrant(["ssh-config", ...names], context);
  const configs = parseSshConfig(result.stdout);
  // It ends at the first machine that it cannot tell of, and does not say which that is.
  const unknown = names.find((name) => !configs.get(name)?.has("hostname"));
  if (result.code === 0 && unknown === undefined) return new Map(names.map((name) => [name, configs.get(name)!]));
  const why = result.code === 0 ? "it gives no HostName" : `it failed with ${complaint({ ...result, stdout: "" })}`;
  const machine = unknown ?? names.join(", ");
  throw new DroverError("inventory", `Cannot learn from "vagrant ssh-config" how to reach ${machine}: ${why}`, {
    hint: "Check that the machine has finished starting and has SSH, or name another: @vagrant/NAME.",
  });
}

/** The names of the machines that run, or of the one that is asked for. @throws {DroverError} where there is none */
export function runningMachines(states: ReadonlyMap<string, string>, wanted: string | undefined): string[] {
  const shown = [...states].map(([name, state]) => `${name} (${state.replaceAll("_", " ")})`).join(", ") || "none";
  if (wanted !== undefined && !states.has(wanted)) {
    throw new DroverError("inventory", `Vagrant has no machine "${wanted}"`, { hint: `The machines are ${shown}.` });
  }
  const names = [...states.keys()].filter((name) => wanted === undefined || name === wanted);
  const running = names.filter((name) => states.get(name) === "running");
  if (running.length > 0) return running;
  throw new DroverError(
    "inventory",
    wanted === undefined ? "No machine of Vagrant is running" : `The machine "${wanted}" of Vagrant is not running`,
    { hint: `Start it with "vagrant up"; the machines are ${shown}.` },
  );
}

/** A machine as a host: what Vagrant says about its connection, under what the user says. */
export function machineHost(name: string, settings: SshSettings, options: VagrantOptions): NamedHost {
  // The first value counts, as in ssh.
  const first = (keyword: string) => settings.get(keyword)?.[0];
  const port = first("port");
  const keys = settings.get("identityfile") ?? [];
  const data: Record<string, unknown> = {
    sshHostname: first("hostname"),
    sshPort: port === undefined ? undefined : Number(port),
    sshUser: first("user"),
    sshKey: keys.length > 1 ? keys : keys[0],
    sshKnownHostsFile: first("userknownhostsfile"),
    sshStrictHostKeyChecking: first("stricthostkeychecking"),
    sshForwardAgent: first("forwardagent") === "yes" ? true : undefined,
  };
  const own = Object.hasOwn(options.data, name) ? options.data[name]! : {};
  for (const key of Object.keys(own)) delete data[key.replaceAll(/_+([a-z])/g, (_, letter) => letter.toUpperCase())];
  const given = Object.entries(data).filter(([, value]) => value !== undefined);
  const groups = Object.hasOwn(options.groups, name) ? options.groups[name]! : [];
  return { name, data: { ...Object.fromEntries(given), ...own }, groups: [...new Set(["@vagrant", ...groups])] };
}

async function readOptions(): Promise<VagrantOptions> {
  let text: string;
  try {
    text = await readFile(OPTIONS_FILE, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return { groups: {}, data: {} };
    throw new DroverError("inventory", `Cannot read ${OPTIONS_FILE}: ${(cause as Error).message}`, { cause });
  }
  return parseOptions(text);
}

/** Reads the text of {@linkcode OPTIONS_FILE}. @throws {DroverError} with the key that is not right */
export function parseOptions(text: string): VagrantOptions {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new DroverError("inventory", `${OPTIONS_FILE} is not valid JSON: ${(cause as Error).message}`, { cause });
  }
  const result = z.strictObject({
    groups: z.record(z.string(), z.array(z.string())).default({}),
    data: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  }).safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join(".") || "the whole"}: ${message}`);
  throw new DroverError("inventory", `${OPTIONS_FILE} is not right: ${problems.join("; ")}`, {
    hint: `It is like { "groups": { "MACHINE": ["web"] }, "data": { "MACHINE": { "port": 80 } } }.`,
  });
}
