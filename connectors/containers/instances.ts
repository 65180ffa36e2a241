import { type AnyConnector, connector, DroverError, type GivenHost, z } from "drover/connectors";
import { connectByProgram, flag, listed } from "./by_program.ts";

/** What is used of an instance in the list. */
interface Instance {
  readonly name: string;
  readonly status: string;
  readonly type?: string;
}

/** An instance that runs may also have said that it is ready. */
const RUNNING = ["running", "ready"];

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
      for (const { name: instance, status, type } of instancesOf(await listed(argv, "instances", context), name)) {
        if (!RUNNING.includes(status.toLowerCase())) {
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
      const words = (terminal: boolean) => [
        name,
        "exec",
        ...flag("--project", data[`${name}Project`]),
        ...flag("--user", data[`${name}User`]),
        terminal ? "-t" : "-T",
        instance,
        "--",
      ];
      const hint = `Check that it runs: ${name} list.`;
      return await connectByProgram({ where: `the instance ${instance}`, words, hint }, context);
    },
  });
}

/** The instances of a list. @throws {DroverError} where it is none */
export function instancesOf(list: unknown, program: string): readonly Instance[] {
  const isList = Array.isArray(list) &&
    list.every((one) => typeof one?.name === "string" && typeof one?.status === "string");
  if (isList) return list;
  throw new DroverError("inventory", `${program} list printed no list of instances`);
}
