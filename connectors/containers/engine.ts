import { type AnyConnector, ConnectError, connector, UsageError, z } from "drover/connectors";
import { complaint, execSpawn } from "./exec.ts";
import { EngineProgram } from "./program.ts";

const dataSchema = () =>
  z.object({
    dockerIdentifier: z.string().optional().describe("The image or container, where it is not the host's name"),
    dockerPlatform: z.string().optional().describe("The platform of a started container: linux/arm64"),
    dockerArchitecture: z.string().optional().describe("The architecture alone, of Linux: arm64"),
    dockerUser: z.string().optional().describe("The user that commands run as; default: that of the image"),
    dockerArguments: z.array(z.string()).default([]).describe("Further arguments of `run`: --network, host"),
  });

type EngineData = z.output<ReturnType<typeof dataSchema>>;

/** Holds a container open until it is told to end. */
const WAIT = "trap 'exit 0' TERM INT; while :; do sleep 3600 & wait $!; done";

/**
 * A connector for an engine with docker's command line. An image is started as a container, which becomes a new image at
 * the end; a container that is there is used and left.
 */
export function engineConnector(name: "docker" | "podman"): AnyConnector {
  return connector({
    name,
    prefix: "docker",
    data: dataSchema,
    makeNamesData(argument) {
      if (argument === undefined || argument === "") {
        throw new UsageError(`Cannot use @${name} alone: it does not say which image or container`, {
          hint: `Write @${name}/debian:12, or @${name}/NAME for a container that runs.`,
        });
      }
      return [{ name: `@${name}/${argument}`, groups: [`@${name}`] }];
    },
    async connect(host, context) {
      const engine = new EngineProgram(name, context);
      const identifier = host.data.dockerIdentifier ?? host.name;
      if (identifier.startsWith("-")) throw new ConnectError(`${JSON.stringify(identifier)} is no image or container`);
      const container = await findContainer(engine, identifier) ??
        await startContainer(engine, identifier, host.data);
      const { id } = container;
      const { spawn, end } = execSpawn({
        start: engine.start,
        words: (terminal) => execWords(name, id, terminal, host.data),
      });
      let isOurs = container.image !== undefined;
      return {
        signals: false,
        spawn,
        async finish(ok) {
          if (!isOurs) return;
          if (ok) {
            const image = await commit(engine, container);
            context.log(`@${name}/${identifier}: ${name} build complete, image ID: ${image}`);
          } else {
            isOurs = false;
            context.warn(
              `@${name}/${identifier}: the container ${short(id)} is kept; remove it by ${name} rm -f ${short(id)}`,
            );
          }
        },
        async disconnect() {
          await end();
          if (!isOurs) return;
          const removed = await new EngineProgram(name, { ...context, signal: new AbortController().signal })
            .run("rm", "-f", "-v", id).catch((error) => ({ code: 1, stderr: error.message }));
          if (removed.code !== 0) context.warn(`Cannot remove the container ${short(id)}: ${complaint(removed)}`);
        },
      };
    },
  });
}

function execWords(name: string, id: string, terminal: boolean, { dockerUser }: EngineData): string[] {
  return [name, "exec", "-i", ...terminal ? ["-t"] : [], ...dockerUser === undefined ? [] : ["-u", dockerUser], id];
}

/** A container that is there; it is started where it does not run. */
async function findContainer(engine: EngineProgram, identifier: string): Promise<Container | undefined> {
  const found = await engine.run("container", "inspect", "--format", "{{.Id}} {{.State.Running}}", identifier);
  if (found.code !== 0) return undefined;
  const [id = "", isRunning] = found.stdout.trim().split(" ");
  if (isRunning !== "true") await engine.output(`start the container ${identifier}`, "start", id);
  return { id };
}

interface Image {
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
}

interface Container {
  readonly id: string;
  /** What it was started from; `undefined` where it was there before. */
  readonly image?: Image;
}

/** How an image starts; it is fetched where it is not there. */
async function findImage(engine: EngineProgram, image: string, platform: readonly string[]): Promise<Image> {
  const inspect = ["image", "inspect", "--format", "{{json .Config.Entrypoint}}\n{{json .Config.Cmd}}", image];
  let found = await engine.run(...inspect);
  if (found.code !== 0) {
    const pulled = await engine.run("pull", "-q", ...platform, image);
    if (pulled.code !== 0) {
      throw new ConnectError(`There is neither a container nor an image ${image}: ${complaint(pulled)}`, {
        hint: `Check the name; "${engine.name} images" lists what is there.`,
      });
    }
    found = await engine.run(...inspect);
  }
  if (found.code !== 0) throw new ConnectError(`Cannot read the image ${image}: ${complaint(found)}`);
  const [entrypoint, command] = found.stdoutLines.map((line) => JSON.parse(line) ?? []);
  return { entrypoint, command };
}

async function startContainer(engine: EngineProgram, name: string, data: EngineData): Promise<Container> {
  const given = data.dockerPlatform ?? (data.dockerArchitecture && `linux/${data.dockerArchitecture}`);
  const platform = given ? ["--platform", given] : [];
  const image = await findImage(engine, name, platform);
  // An entrypoint that the image has not could not be taken from what is made of the container.
  const program = image.entrypoint.length ? ["--entrypoint", "sh", name] : [name, "sh"];
  const started = await engine.run("run", "-d", ...platform, ...data.dockerArguments, ...program, "-c", WAIT);
  const id = started.stdoutLines.at(-1)?.trim() ?? "";
  if (started.code === 0) return { id, image };
  // The engine makes the container before it finds out that it cannot start.
  if (/^[0-9a-f]{64}$/.test(id)) await engine.run("rm", "-f", "-v", id);
  const why = complaint(started);
  throw new ConnectError(`Cannot start a container of the image ${name}: ${why}`, {
    hint: /executable file|no such file/i.test(why) ? "The image needs a POSIX shell." : undefined,
  });
}

/** Makes an image that starts as the one before did, not as our container. One that said nothing starts a shell. */
async function commit(engine: EngineProgram, { id, image }: Container): Promise<string> {
  const { entrypoint, command } = image!;
  const changes = entrypoint.length
    ? [`ENTRYPOINT ${JSON.stringify(entrypoint)}`, `CMD ${JSON.stringify(command)}`]
    : [`CMD ${JSON.stringify(command.length ? command : ["sh"])}`];
  const words = changes.flatMap((change) => ["--change", change]);
  const made = await engine.output("make an image", "commit", ...words, id);
  return short(made.split("\n").at(-1)!.replace(/^sha256:/, ""));
}

function short(id: string): string {
  return id.slice(0, 12);
}
