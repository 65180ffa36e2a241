/** Parts of what docker's inspection tells, by id: less to send than all of it. */
import { type Fact, fact, z } from "../../api/mod.ts";
import { inspectAll, type Inspected, type InspectedKind, parseInspected, quotedStart } from "../inspection.ts";

const strings = z.record(z.string(), z.string()).nullish().transform((labels) => labels ?? {});
const objects = z.array(z.record(z.string(), z.unknown())).nullish().transform((list) => list ?? []);

/** How a fact about one part of an inspection is made. */
interface PartOptions<T> {
  readonly name: string;
  readonly kind: InspectedKind;
  readonly doc: string;
  /** Where the part is, in steps from the outside. */
  readonly path: readonly string[];
  readonly schema: z.ZodType<T>;
  /** The field that tells the thing. Default: `Id`. */
  readonly key?: string;
}

function part<T>({ name, kind, doc, path, schema, key = "Id" }: PartOptions<T>): Fact<Record<string, T>> {
  // One line for each thing, shaped as the whole inspection.
  const nested = path.reduceRight((inner, step) => `{"${step}":${inner}}`, `{{json .${path.join(".")}}}`);
  const format = `{"${key}":{{json .${key}}},${nested.slice(1)}`;
  return fact({
    module: "docker",
    name,
    doc: `${doc} Systems with docker.`,
    sensitive: kind === "container",
    requiresCommand: "docker",
    command: () => inspectAll("docker", kind, format),
    process: (lines) =>
      Object.fromEntries(
        parseInspected(lines).map((one) => {
          const id = one[key];
          const { success, data } = schema.safeParse(at(one, path));
          if (typeof id !== "string" || !success) {
            throw new Error(`expected ${key} and ${path.join(".")}, found ${quotedStart(JSON.stringify(one))}`);
          }
          return [id, data];
        }),
      ),
    default: () => ({}),
  });
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce((inner: unknown, step) => (inner as Inspected | null | undefined)?.[step], value);
}

/** The environment of each container. */
export const DockerContainerEnvs: Fact<Record<string, Record<string, string>>> = part({
  name: "DockerContainerEnvs",
  kind: "container",
  doc: "The environment variables of each container, by its id.",
  path: ["Config", "Env"],
  schema: z.array(z.string()).nullish().transform((variables) =>
    Object.fromEntries((variables ?? []).map((variable) => {
      const [name = "", ...value] = variable.split("=");
      return [name, value.join("=")];
    }))
  ),
});

/** The labels of each container. */
export const DockerContainerLabels: Fact<Record<string, Record<string, string>>> = part({
  name: "DockerContainerLabels",
  kind: "container",
  doc: "The labels of each container, by its id.",
  path: ["Config", "Labels"],
  schema: strings,
});

/** The mounts of each container. */
export const DockerContainerMounts: Fact<Record<string, Inspected[]>> = part({
  name: "DockerContainerMounts",
  kind: "container",
  doc: "The mounts of each container, by its id, as docker tells them.",
  path: ["Mounts"],
  schema: objects,
});

/** The networks of each container. */
export const DockerContainerNetworks: Fact<Record<string, Record<string, Inspected>>> = part({
  name: "DockerContainerNetworks",
  kind: "container",
  doc: "The networks that each container is in, by its id and the network's name, as docker tells them.",
  path: ["NetworkSettings", "Networks"],
  schema: z.record(z.string(), z.record(z.string(), z.unknown())).nullish().transform((networks) => networks ?? {}),
});

/** Where a port of a container is published. */
export interface DockerPortBinding {
  readonly HostIp: string;
  readonly HostPort: string;
}

/** The ports of each container. */
export const DockerContainerPorts: Fact<Record<string, Record<string, DockerPortBinding[] | null>>> = part({
  name: "DockerContainerPorts",
  kind: "container",
  doc: "The ports of each container, by its id and as `80/tcp`, and where they are published; `null` where nowhere.",
  path: ["NetworkSettings", "Ports"],
  schema: z.record(z.string(), z.array(z.object({ HostIp: z.string(), HostPort: z.string() })).nullable()).nullish()
    .transform((ports) => ports ?? {}),
});

/** The labels of each image. */
export const DockerImageLabels: Fact<Record<string, Record<string, string>>> = part({
  name: "DockerImageLabels",
  kind: "image",
  doc: "The labels of each image, by its id.",
  path: ["Config", "Labels"],
  schema: strings,
});

/** The layers of each image. */
export const DockerImageLayers: Fact<Record<string, string[]>> = part({
  name: "DockerImageLayers",
  kind: "image",
  doc: "The digests of the layers of each image, by its id.",
  path: ["RootFS", "Layers"],
  schema: z.array(z.string()).nullish().transform((layers) => layers ?? []),
});

/** The labels of each network. */
export const DockerNetworkLabels: Fact<Record<string, Record<string, string>>> = part({
  name: "DockerNetworkLabels",
  kind: "network",
  doc: "The labels of each network, by its id.",
  path: ["Labels"],
  schema: strings,
});

/** The labels of each volume. */
export const DockerVolumeLabels: Fact<Record<string, Record<string, string>>> = part({
  name: "DockerVolumeLabels",
  kind: "volume",
  doc: "The labels of each volume, by its name.",
  path: ["Labels"],
  schema: strings,
  key: "Name",
});
