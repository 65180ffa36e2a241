import { arg, type Arguments, join, type Operation, operation, pathWord, sh, z } from "../../api/mod.ts";
import { extraArguments, words } from "../packages.ts";
import { DockerImage } from "./facts.ts";
import { flag, flags, nameOf, pairs, text, texts, variables } from "./options.ts";

const args = () =>
  z.object({
    path: arg.path().describe("the directory with what the image is built from, on the host"),
    tags: arg.list().pipe(z.array(nameOf("a name"))).optional().describe("the names of the image, as `app:1.0`"),
    dockerfile: text("the path of the Dockerfile (default: `Dockerfile` in the directory)"),
    buildArgs: pairs("arguments of the Dockerfile"),
    labels: pairs("labels of the image"),
    target: text("the stage to build"),
    platform: text("the platform to build for, as `linux/arm64`"),
    network: text("the network of `RUN` steps"),
    cacheFrom: texts("where to take caches from"),
    cacheTo: texts("where to put caches"),
    secrets: texts("secrets for `RUN` steps, as `id=key,src=/root/key`"),
    pull: z.boolean().default(false).describe("look for newer base images"),
    noCache: z.boolean().default(false).describe("build all steps anew"),
    force: z.boolean().default(false).describe("build even if there are images of all names"),
    builder: text("the builder to take"),
    buildCmd: extraArguments("the command in place of `docker build`, as `docker buildx build`"),
  });

/** Builds an image. */
export const build: Operation<Arguments<typeof args>> = operation(
  {
    module: "docker",
    name: "build",
    doc:
      "Builds an image, unless there is one of each of its names; without names, every time. What it is built from is " +
      "not compared. Systems with docker.",
    args,
  },
  async function* (args, host) {
    const { path, tags = [] } = args;
    const images = args.force ? [] : await Promise.all(tags.map((tag) => host.fact(DockerImage, { objectId: tag })));
    if (images.length > 0 && images.every((image) => image !== null)) {
      return host.noop(`image ${tags.join(", ")} is already there`);
    }
    const program = words(args.buildCmd ?? "docker build");
    const buildArgs = variables("--build-arg", args.buildArgs);
    const command = sh`${program} ${[
      ...flags("-t", tags),
      ...flag("-f", args.dockerfile),
      ...buildArgs.words,
      ...flags("--label", args.labels),
      ...flag("--target", args.target),
      ...flag("--platform", args.platform),
      ...flag("--network", args.network),
      ...flags("--cache-from", args.cacheFrom),
      ...flags("--cache-to", args.cacheTo),
      ...flags("--secret", args.secrets),
      args.pull && "--pull",
      args.noCache && "--no-cache",
      ...flag("--builder", args.builder),
    ]} ${pathWord(path)}`;
    yield buildArgs.environment.length ? sh`( ${join(buildArgs.environment, " ")} ${command} )` : command;
  },
);
