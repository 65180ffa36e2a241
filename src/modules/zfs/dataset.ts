import {
  type Arguments,
  type Command,
  type Fact,
  type Operation,
  operation,
  type OperationHost,
  sh,
  z,
} from "../../api/mod.ts";
import { word } from "../word.ts";
import { Datasets, Filesystems, Volumes, type ZfsProperties } from "./facts.ts";

/** The argument for properties. Becomes texts; switches are `on` and `off`. */
export const properties = () =>
  z.record(
    z.string().regex(/^[a-z][a-z0-9:+._-]*$/, "the name of a property"),
    z.union([z.string(), z.number(), z.boolean()]),
  )
    .default({}).transform((values) =>
      Object.fromEntries(Object.entries(values).map(([name, value]) => [name, textOf(value)]))
    ).describe('properties, as `{ compression: "lz4", atime: false }`');

const textOf = (value: string | number | boolean) => typeof value === "boolean" ? value ? "on" : "off" : String(value);

/** The arguments that all datasets have. */
const common = () => ({
  present: z.boolean().default(true).describe("whether it shall be there"),
  recursive: z.boolean().default(false).describe("make what is above it too; remove what is below it too"),
  properties: properties(),
});

const size = () => z.union([z.string().regex(/^\d/, "a size, as `10G`"), z.int().min(1)]).transform(String);

const datasetArguments = () =>
  z.object({
    datasetName: word().describe("the dataset, as `tank/data`"),
    sparse: z.boolean().optional().describe("let a new volume take only the space that it needs"),
    volumeSize: size().optional().describe("the size of a new volume, as `10G`; with it the dataset is a volume"),
    ...common(),
  });

const filesystemArguments = () => z.object({ fsName: word().describe("the filesystem, as `tank/home`"), ...common() });

const volumeArguments = () =>
  z.object({
    volumeName: word().describe("the volume, as `tank/disk`"),
    size: size().describe("its size when it is made, as `10G`"),
    sparse: z.boolean().default(false).describe("let a new one take only the space that it needs"),
    ...common(),
  });

const SYSTEMS = "Linux, FreeBSD, illumos with ZFS.";

/** Adds, changes or removes a dataset of ZFS. */
export const dataset: Operation<Arguments<typeof datasetArguments>> = operation(
  {
    module: "zfs",
    name: "dataset",
    doc: `Makes or removes a dataset of ZFS, or changes its properties. ${SYSTEMS}`,
    args: datasetArguments,
  },
  ({ datasetName, ...options }, host) => ensureDataset({ name: datasetName, fact: Datasets, ...options }, host),
);

/** Adds, changes or removes a filesystem of ZFS. */
export const filesystem: Operation<Arguments<typeof filesystemArguments>> = operation(
  {
    module: "zfs",
    name: "filesystem",
    doc: `Makes or removes a filesystem of ZFS, or changes its properties. ${SYSTEMS}`,
    args: filesystemArguments,
  },
  ({ fsName, ...options }, host) => ensureDataset({ name: fsName, fact: Filesystems, ...options }, host),
);

/** Adds, changes or removes a volume of ZFS. */
export const volume: Operation<Arguments<typeof volumeArguments>> = operation(
  {
    module: "zfs",
    name: "volume",
    doc: `Makes or removes a volume of ZFS, or changes its properties; its size stays. ${SYSTEMS}`,
    args: volumeArguments,
  },
  ({ volumeName, size, ...options }, host) =>
    ensureDataset({ name: volumeName, fact: Volumes, volumeSize: size, ...options }, host),
);

interface WantedDataset {
  readonly name: string;
  readonly fact: Fact<ZfsProperties>;
  readonly present: boolean;
  readonly recursive: boolean;
  readonly properties: Readonly<Record<string, string>>;
  readonly sparse?: boolean;
  readonly volumeSize?: string;
}

async function* ensureDataset(
  { name, fact, present, recursive, properties, sparse, volumeSize }: WantedDataset,
  host: OperationHost,
): AsyncGenerator<Command, void, void> {
  const datasets = await host.fact(fact);
  const existing = Object.hasOwn(datasets, name) ? datasets[name]! : undefined;
  if (!present) {
    if (existing) yield sh`zfs destroy ${[recursive && "-r"]} ${name}`;
    else host.noop(`${name} is already absent`);
  } else if (existing) {
    const differing = assignments(properties).filter(({ name, value }) => !sameValue(existing[name], value));
    if (differing.length) yield sh`zfs set ${differing.map(({ text }) => text)} ${name}`;
    else host.noop(`${name} is already present`);
  } else {
    yield sh`zfs create ${[
      ...(volumeSize === undefined ? [] : ["-V", volumeSize]),
      ...optionsOf(properties),
      recursive && "-p",
      sparse === true && "-s",
    ]} ${name}`;
  }
}

function assignments(properties: Readonly<Record<string, string>>) {
  return Object.entries(properties).map(([name, value]) => ({ name, value, text: `${name}=${value}` }))
    .sort((a, b) => a.text < b.text ? -1 : 1);
}

/** Properties as options of a command. */
export function optionsOf(properties: Readonly<Record<string, string>>): string[] {
  return assignments(properties).flatMap(({ text }) => ["-o", text]);
}

/** Whether two values are the same, `1024M` and `1G` too. */
function sameValue(one: string | undefined, other: string): boolean {
  return one !== undefined && (one === other || (bytes(one) !== undefined && bytes(one) === bytes(other)));
}

function bytes(text: string): number | undefined {
  const [, digits, unit = ""] = /^(\d+(?:\.\d+)?)([KMGTPEZ]?)(?:i?B)?$/i.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits) * 1024 ** " KMGTPEZ".indexOf(unit.toUpperCase() || " ");
}
