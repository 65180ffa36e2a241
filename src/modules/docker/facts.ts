import { type Fact, fact, sh, z } from "../../api/mod.ts";
import { type Inspected, inspectedList, inspectedOne, quotedStart } from "../inspection.ts";
import { parseJson } from "../json_text.ts";

const anything = z.record(z.string(), z.unknown());

/** All containers. */
export const DockerContainers: Fact<Inspected[]> = inspectedList({
  program: "docker",
  kind: "container",
  name: "DockerContainers",
  doc: "All containers, running or not, each as `docker container inspect` tells. Systems with docker.",
});

/** One container. */
export const DockerContainer: Fact<Inspected | null, { objectId: string }> = inspectedOne({
  program: "docker",
  kind: "container",
  name: "DockerContainer",
  doc: "A container as `docker container inspect` tells; `null` where there is none. Systems with docker.",
});

/** All images. */
export const DockerImages: Fact<Inspected[]> = inspectedList({
  program: "docker",
  kind: "image",
  name: "DockerImages",
  doc: "All images, each once and as `docker image inspect` tells. Systems with docker.",
});

/** One image. */
export const DockerImage: Fact<Inspected | null, { objectId: string }> = inspectedOne({
  program: "docker",
  kind: "image",
  name: "DockerImage",
  doc: "An image as `docker image inspect` tells; `null` where there is none. Systems with docker.",
});

/** All networks. */
export const DockerNetworks: Fact<Inspected[]> = inspectedList({
  program: "docker",
  kind: "network",
  name: "DockerNetworks",
  doc: "All networks, each as `docker network inspect` tells. Systems with docker.",
});

/** One network. */
export const DockerNetwork: Fact<Inspected | null, { objectId: string }> = inspectedOne({
  program: "docker",
  kind: "network",
  name: "DockerNetwork",
  doc: "A network as `docker network inspect` tells; `null` where there is none. Systems with docker.",
});

/** All volumes. */
export const DockerVolumes: Fact<Inspected[]> = inspectedList({
  program: "docker",
  kind: "volume",
  name: "DockerVolumes",
  doc: "All volumes, each as `docker volume inspect` tells. Systems with docker.",
});

/** One volume. */
export const DockerVolume: Fact<Inspected | null, { objectId: string }> = inspectedOne({
  program: "docker",
  kind: "volume",
  name: "DockerVolume",
  doc: "A volume as `docker volume inspect` tells; `null` where there is none. Systems with docker.",
});

/** All plugins. */
export const DockerPlugins: Fact<Inspected[]> = inspectedList({
  program: "docker",
  kind: "plugin",
  name: "DockerPlugins",
  doc: "All plugins, each as `docker plugin inspect` tells. Systems with docker.",
});

/** One plugin. */
export const DockerPlugin: Fact<Inspected | null, { objectId: string }> = inspectedOne({
  program: "docker",
  kind: "plugin",
  name: "DockerPlugin",
  doc: "A plugin as `docker plugin inspect` tells; `null` where there is none. Systems with docker.",
});

/** What docker says of itself and its host. */
export const DockerSystemInfo: Fact<Inspected | null> = fact({
  module: "docker",
  name: "DockerSystemInfo",
  doc: "What docker's daemon says of itself and its host; `null` without docker. Systems with docker.",
  requiresCommand: "docker",
  command: () => sh`docker system info --format '{{json .}}'`,
  process: (lines) => {
    const info = parseJson(lines, anything);
    const [problem] = Array.isArray(info.ServerErrors) ? info.ServerErrors : [];
    if (problem !== undefined) throw new Error(`the daemon cannot be asked: ${problem}`);
    return info;
  },
});

/** The versions of docker. */
export interface DockerVersions {
  /** The program `docker`, as it tells. */
  readonly Client: Inspected;
  /** The daemon, as it tells; `null` where it cannot be asked. */
  readonly Server: Inspected | null;
}

/** The versions of docker's program and daemon. */
export const DockerVersion: Fact<DockerVersions | null> = fact({
  module: "docker",
  name: "DockerVersion",
  doc: "The versions of docker's program and of its daemon, the latter `null` where it does not answer; " +
    "`null` without docker. Systems with docker.",
  requiresCommand: "docker",
  command: () => sh`docker version --format '{{json .}}' || true`,
  process: (lines): DockerVersions => {
    const { Client, Server, ...more } = parseJson(lines, anything);
    return { ...more, Client: anything.parse(Client ?? {}), Server: anything.nullable().parse(Server ?? null) };
  },
});

/** The registries that the user has logged in to. */
export const DockerAuths: Fact<string[]> = fact({
  module: "docker",
  name: "DockerAuths",
  doc: "The registries that the user has logged in to, by docker's `config.json`. Systems with docker.",
  sensitive: true,
  requiresCommand: "docker",
  command: () => sh`file="\${DOCKER_CONFIG:-$HOME/.docker}/config.json"; ! test -e "$file" || cat "$file"`,
  process: (lines) => {
    if (lines.every((line) => line.trim() === "")) return [];
    try {
      return Object.keys(z.object({ auths: anything.nullish() }).parse(JSON.parse(lines.join("\n"))).auths ?? {});
    } catch {
      // What follows a brace may be a password.
      throw new Error(`expected docker's settings in JSON, found ${quotedStart(lines[0]!.slice(0, 1))}`);
    }
  },
  default: () => [],
});
