import {
  type AnyConnector,
  ConnectError,
  connector,
  DroverError,
  type GivenHost,
  runArgv,
  spawnFor,
  z,
} from "drover/connectors";
import { complaint, execSpawn } from "./exec.ts";

/** What is used of an instance in the list. */
interface Instance {
  readonly name: string;
  readonly status: string;
  readonly type?: string;
  readonly location?: string;
}

/** A connector for the instances of incus, or of LXD, which has the same command line. */
export function instancesConnector(name: "incus" | "lxc"): AnyConnector {
  return connector({
    name,
    data: () =>
      z.object({
        [`${name}Instance`]: z.string().optional().describe("The instance, where it is not the host's name"),
        [`${name}Project`]: z.string().optional().describe("The project that the instance is in"),
        [`${name}User`]: z.int().optional().describe("The id of the user that commands run as; default: root"),
      }),
    async *makeNamesData(argument, context): AsyncGenerator<GivenHost> {
      // A remote has a list of its own: `incus list cloud:`.
      if (argument && !argument.endsWith(":")) return yield [`@${name}/${argument}`, {}, [`@${name}`]];
      const remote = argument ?? "";
      const argv = [name, "list", ...remote ? [remote] : [], "--format", "json"];
      const output = await runArgv(spawnFor(context), argv, { signal: context.signal });
      if (output.code !== 0) throw new DroverError("inventory", `Cannot list the instances: ${complaint(output)}`);
      for (const { name: instance, status, type } of parseInstances(output.stdout, name)) {
        if (status.toLowerCase() !== "running") {
          context.warn(`The instance ${instance} is left out: it is ${status.toLowerCase()}`);
          continue;
        }
        const kind = type === "virtual-machine" ? "virtual-machine" : "container";
        yield [`@${name}/${remote}${instance}`, {}, [`@${name}`, `@${name}-${kind}`]];
      }
    },
    async connect(host, context) {
      const { data } = host as { readonly data: Readonly<Record<string, unknown>> };
      const instance = String(data[`${name}Instance`] ?? host.name);
      const [project, user] = [data[`${name}Project`], data[`${name}User`]];
      const words = (terminal: boolean) => [
        name,
        "exec",
        ...project === undefined ? [] : ["--project", String(project)],
        ...user === undefined ? [] : ["--user", String(user)],
        terminal ? "-t" : "-T",
        instance,
        "--",
      ];
      const start = spawnFor(context);
      const tried = await runArgv(start, [...words(false), "sh", "-c", ":"], { signal: context.signal });
      if (tried.code !== 0) {
        throw new ConnectError(`Cannot run anything in the instance ${instance}: ${complaint(tried)}`, {
          hint: `Check that it runs: ${name} list.`,
        });
      }
      const { spawn, end } = execSpawn(start, words);
      return { signals: false, spawn, disconnect: end };
    },
  });
}

/** Reads the list that the program prints. @throws {DroverError} where it is no such list */
export function parseInstances(json: string, program: string): Instance[] {
  const list = parsed(json, program);
  const isList = Array.isArray(list) &&
    list.every((one) => typeof one?.name === "string" && typeof one?.status === "string");
  if (!isList) throw new DroverError("inventory", `${program} list printed no list of instances`);
  return list;
}

function parsed(json: string, program: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new DroverError("inventory", `${program} list printed no JSON: ${(cause as Error).message}`, { cause });
  }
}
