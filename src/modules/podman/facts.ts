import { type Fact, fact, sh, z } from "../../api/mod.ts";
import { type Inspected, inspectedList, inspectedOne, parseInspected } from "../inspection.ts";
import { parseJson } from "../json_text.ts";

const anything = z.record(z.string(), z.unknown());

/** The user's containers, as `podman ps` lists them. */
export const PodmanPs: Fact<Inspected[]> = fact({
  module: "podman",
  name: "PodmanPs",
  doc: "The user's containers, running or not, as `podman ps` lists them. Systems with podman.",
  requiresCommand: "podman",
  command: () => sh`podman ps --all --format json`,
  process: parseInspected,
  default: () => [],
});

/** What podman says of itself and its host. */
export const PodmanSystemInfo: Fact<Inspected | null> = fact({
  module: "podman",
  name: "PodmanSystemInfo",
  doc: "What podman says of itself and its host; `null` without podman. Systems with podman.",
  requiresCommand: "podman",
  command: () => sh`podman system info --format json`,
  process: (lines) => parseJson(lines, anything),
});

/** The version of podman. */
export const PodmanVersion: Fact<Inspected | null> = fact({
  module: "podman",
  name: "PodmanVersion",
  doc: "The version of podman, of its client and of a remote server where it uses one; `null` without podman. " +
    "Systems with podman.",
  requiresCommand: "podman",
  command: () => sh`podman version --format json`,
  process: (lines) => parseJson(lines, anything),
});

/** All containers of the user. */
export const PodmanContainers: Fact<Inspected[]> = inspectedList({
  program: "podman",
  kind: "container",
  name: "PodmanContainers",
  doc: "The user's containers, running or not, each as `podman container inspect` tells. Systems with podman.",
});

/** One container. */
export const PodmanContainer: Fact<Inspected | null, { objectId: string }> = inspectedOne({
  program: "podman",
  kind: "container",
  name: "PodmanContainer",
  doc: "A container as `podman container inspect` tells; `null` where there is none. Systems with podman.",
});

/** All images of the user. */
export const PodmanImages: Fact<Inspected[]> = inspectedList({
  program: "podman",
  kind: "image",
  name: "PodmanImages",
  doc: "The user's images, each once and as `podman image inspect` tells. Systems with podman.",
});

/** One image. */
export const PodmanImage: Fact<Inspected | null, { objectId: string }> = inspectedOne({
  program: "podman",
  kind: "image",
  name: "PodmanImage",
  doc: "An image as `podman image inspect` tells; `null` where there is none. Systems with podman.",
});

/** All networks of the user. */
export const PodmanNetworks: Fact<Inspected[]> = inspectedList({
  program: "podman",
  kind: "network",
  name: "PodmanNetworks",
  doc: "The user's networks, each as `podman network inspect` tells. Systems with podman.",
});

/** One network. */
export const PodmanNetwork: Fact<Inspected | null, { objectId: string }> = inspectedOne({
  program: "podman",
  kind: "network",
  name: "PodmanNetwork",
  doc: "A network as `podman network inspect` tells; `null` where there is none. Systems with podman.",
});

/** All volumes of the user. */
export const PodmanVolumes: Fact<Inspected[]> = inspectedList({
  program: "podman",
  kind: "volume",
  name: "PodmanVolumes",
  doc: "The user's volumes, each as `podman volume inspect` tells. Systems with podman.",
});

/** One volume. */
export const PodmanVolume: Fact<Inspected | null, { objectId: string }> = inspectedOne({
  program: "podman",
  kind: "volume",
  name: "PodmanVolume",
  doc: "A volume as `podman volume inspect` tells; `null` where there is none. Systems with podman.",
});

/** All pods of the user. */
export const PodmanPods: Fact<Inspected[]> = inspectedList({
  program: "podman",
  kind: "pod",
  name: "PodmanPods",
  doc: "The user's pods, each as `podman pod inspect` tells. Systems with podman.",
});
