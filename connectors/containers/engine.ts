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
      const found = await findContainer(engine, identifier);
      const id = found ?? await startContainer(engine, identifier, host.data);
      const { spawn, end } = execSpawn(engine.start, (terminal) => execWords(name, id, terminal, host.data));
      let isOurs = found === undefined;
      return {
        signals: false,
        spawn,
        async finish(ok) {
          if (!isOurs) return;
          if (ok) {
            const image = await commit(engine, id);
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

/** The id of a container that is there; it is started where it does not run. */
async function findContainer(engine: EngineProgram, identifier: string): Promise<string | undefined> {
  const found = await engine.run("container", "inspect", "--format", "{{.Id}} {{.State.Running}}", identifier);
  if (found.code !== 0) return undefined;
  const [id = "", isRunning] = found.stdout.trim().split(" ");
  if (isRunning !== "true") await engine.output(`start the container ${identifier}`, "start", id);
  return id;
}

async function startContainer(engine: EngineProgram, image: string, data: EngineData): Promise<string> {
  const platform = data.dockerPlatform ?? (data.dockerArchitecture && `linux/${data.dockerArchitecture}`);
  const started = await engine.run(
    "run",
    "-d",
    ...platform ? ["--platform", platform] : [],
    ...data.dockerArguments,
    "--entrypoint",
    "sh",
    image,
    "-c",
    WAIT,
  );
  const id = started.stdoutLines.at(-1)?.trim() ?? "";
  if (started.code === 0) return id;
  // The engine makes the container before it finds out that it cannot start.
  if (/^[0-9a-f]{64}$/.test(id)) await engine.run("rm", "-f", "-v", id);
  const why = complaint(started);
  if (/executable file not found|no such file or directory.*sh\b|exec: "?sh/i.test(why)) {
    throw new ConnectError(`Cannot start a container of the image ${image}: ${why}`, {
      hint: "The image needs a POSIX shell.",
    });
  }
  if (
    /unable to find image|no such image|pull access denied|manifest unknown|not found|invalid reference|short-name|initializing source|repository name/i
      .test(why)
  ) {
    throw new ConnectError(`There is neither a container nor an image ${image}: ${why}`, {
      hint: `Check the name; ${engine.name} images lists what is there.`,
    });
  }
  throw new ConnectError(`Cannot start a container of the image ${image}: ${why}`);
}

/** Makes an image that starts as the one before did, not as our container. */
async function commit(engine: EngineProgram, id: string): Promise<string> {
  const image = await engine.output("find the image", "container", "inspect", "--format", "{{.Image}}", id);
  const config = await engine.output(
    "read the image",
    "image",
    "inspect",
    "--format",
    "{{json .Config.Entrypoint}}\n{{json .Config.Cmd}}",
    image,
  );
  const [entrypoint, command] = config.split("\n").map((line) => JSON.parse(line) ?? []);
  const changes = [`ENTRYPOINT ${JSON.stringify(entrypoint)}`, `CMD ${JSON.stringify(command)}`];
  const made = await engine.output(
    "make an image",
    "commit",
    ...changes.flatMap((change) => ["--change", change]),
    id,
  );
  return short(made.split("\n").at(-1)!.replace(/^sha256:/, ""));
}

function short(id: string): string {
  return id.slice(0, 12);
}
