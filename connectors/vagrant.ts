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
import { answerOf, notInstalled } from "./local_program.ts";

/** Groups and data of machines stand here, beside the Vagrantfile. */
const OPTIONS_FILE = "@vagrant.json";

/** Asks Vagrant for its running machines; they are reached by ssh. */
const vagrant: AnyConnector = connector({
  name: "vagrant",
  async *makeNamesData(argument, context) {
    if (argument === "") {
      throw new UsageError(`Cannot use "@vagrant/": the name is empty`, { hint: "Write @vagrant/NAME or @vagrant." });
    }
    const states = parseStatus(await askVagrant(["status", "--machine-readable"], context));
    const names = runningMachines(states, argument);
    // Vagrant takes seconds to start, so all machines are asked for at the same time.
    const [options, ...configs] = await Promise.all([
      readOptions(),
      ...names.map((name) => askVagrant(["ssh-config", name], context)),
    ]);
    const known = [...states.keys()];
    for (const name of [...Object.keys(options.groups), ...Object.keys(options.data)]) {
      if (known.includes(name)) continue;
      context.warn(`${OPTIONS_FILE}: there is no machine "${name}"; the machines are ${known.join(", ")}`);
    }
    for (const [index, name] of names.entries()) {
      const config = parseSshConfig(configs[index]!);
      // It stands in no data of a host.
      if (config.has("proxycommand")) {
        const where = `"Host ${config.get("hostname")}"`;
        context.warn(
          `${name}: ProxyCommand of "vagrant ssh-config" is not used; put it into the ssh config for ${where}`,
        );
      }
      yield machineHost(name, config, options);
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

async function askVagrant(args: readonly string[], { signal }: ConnectorContext): Promise<string> {
  const hint = "Run it in this folder, or name the folder of the Vagrantfile with --chdir.";
  const text = await answerOf("vagrant", args, { signal, hint });
  if (text === undefined) throw notInstalled("@vagrant", "vagrant is not");
  return text;
}

/** The state of each machine, from `vagrant status --machine-readable`: lines of `time,machine,type,data`. */
export function parseStatus(text: string): Map<string, string> {
  const states = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [, machine, type, state] = line.trim().split(",");
    if (machine && type === "state" && state) states.set(machine, state);
  }
  return states;
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

/** The settings in what `vagrant ssh-config` prints, their names in lower case; the first of each counts, as in ssh. */
export function parseSshConfig(text: string): Map<string, string> {
  const settings = new Map<string, string>();
  for (const line of text.split("\n")) {
    const [, key, value] = /^\s*(\w+)\s+(.*?)\s*$/.exec(line) ?? [];
    if (key === undefined || settings.has(key.toLowerCase())) continue;
    settings.set(key.toLowerCase(), value!.replace(/^"(.*)"$/, "$1"));
  }
  return settings;
}

/** A machine as a host: what Vagrant says about its connection, under what the user says. */
export function machineHost(name: string, config: ReadonlyMap<string, string>, options: VagrantOptions): NamedHost {
  if (!config.has("hostname")) {
    throw new DroverError("inventory", `"vagrant ssh-config ${name}" gives no HostName`, {
      hint: "Check that the machine has finished starting.",
    });
  }
  const checking = config.get("stricthostkeychecking");
  const port = config.get("port");
  const data: Record<string, unknown> = {
    sshHostname: config.get("hostname"),
    sshPort: port === undefined ? undefined : Number(port),
    sshUser: config.get("user"),
    sshKey: config.get("identityfile"),
    sshKnownHostsFile: config.get("userknownhostsfile"),
    sshStrictHostKeyChecking: checking,
    sshForwardAgent: config.get("forwardagent") === "yes" ? true : undefined,
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
