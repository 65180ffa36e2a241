import { type Arguments, join, type Operation, operation, OperationError, sh, z } from "../../api/mod.ts";
import type { Inspected } from "../inspection.ts";
import { extraArguments, words } from "../packages.ts";
import { DockerContainer } from "./facts.ts";
import { nameOf, pairs, text, texts } from "./options.ts";
import { createWords, differences } from "./specification.ts";

const args = () =>
  z.object({
    container: nameOf("the container"),
    image: text("the image that it is made from; needed unless it is removed"),
    ports: texts("ports to publish, as `8080:80`"),
    networks: texts("the networks that it is in"),
    volumes: texts("volumes or directories to mount, as `data:/var/lib/data`"),
    envVars: pairs("variables of its environment; values that are secrets are in no process list"),
    envFiles: texts("files with variables on the host"),
    labels: pairs("its labels"),
    pullAlways: z.boolean().default(false).describe("pull the image before it is made"),
    present: z.boolean().default(true).describe("whether it shall be there"),
    force: z.boolean().default(false).describe("make it anew even if it has not changed"),
    start: z.boolean().default(true).describe("whether it shall run"),
    restartPolicy: text("when docker starts it again, as `unless-stopped`"),
    autoRemove: z.boolean().default(false).describe("remove it when it stops"),
    mounts: texts("mounts in docker's long form, as `type=bind,src=/a,dst=/b`"),
    privileged: z.boolean().default(false).describe("let it do what the host's root may"),
    hostname: text("its name for itself"),
    entrypoint: text("the program that it runs in place of the image's"),
    user: text("the user that it runs as"),
    cpus: z.union([z.number(), z.string().regex(/^\d+(\.\d+)?$/, "a number")]).transform(String).optional().describe(
      "how many processors it may use",
    ),
    memory: text("how much memory it may use, as `512m`"),
    extraArgs: extraArguments("`docker container create`; not compared"),
    dns: texts("its name servers"),
    command: extraArguments("its program"),
  });

/** What a container shall be. */
export type ContainerArguments = z.output<ReturnType<typeof args>>;

/** Makes, starts, stops, changes or removes a container. */
export const container: Operation<Arguments<typeof args>> = operation(
  {
    module: "docker",
    name: "container",
    doc:
      "Makes and starts a container, stops or removes it, or makes it anew where it was made in another way than asked " +
      "for. What is not said is not compared. Systems with docker.",
    args,
  },
  async function* (args, host) {
    const { container, present, start } = args;
    if (present && args.image === undefined) {
      throw new OperationError(`Cannot make the container ${container} without an image`, { hint: "Give image." });
    }
    const existing = await host.fact(DockerContainer, { objectId: container });
    if (!present) {
      if (existing) yield sh`docker container rm -f ${container}`;
      else host.noop(`there is no container ${container}`);
      return;
    }
    const changed = existing ? differences(args, existing) : [];
    const remakes = existing !== null && (args.force || changed.length > 0);
    if (existing && !remakes) {
      const isRunning = runs(existing);
      if (isRunning === start) return host.noop(`container ${container} ${start ? "runs" : "does not run"}`);
      yield start ? sh`docker container start ${container}` : sh`docker container stop ${container}`;
      return;
    }
    if (remakes) yield sh`docker container rm -f ${container}`;
    const { options, environment } = createWords(args);
    const create = sh`docker container create --name ${container} ${options} ${args.image!} ${words(args.command)}`;
    yield environment.length ? sh`( ${join(environment, " ")} ${create} )` : create;
    if (start) yield sh`docker container start ${container}`;
  },
);

function runs(container: Inspected): boolean {
  const { Running, Status } = (container.State ?? {}) as { readonly Running?: unknown; readonly Status?: unknown };
  return Running === true || Status === "running";
}
