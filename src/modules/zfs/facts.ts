import { type Fact, fact, raw, sh } from "../../api/mod.ts";

/** Properties and their values as zfs prints them, by the names of pools, filesystems, volumes or snapshots. */
export type ZfsProperties = Readonly<Record<string, Readonly<Record<string, string>>>>;

function propertiesFact(
  name: string,
  program: "zpool" | "zfs",
  type: string | undefined,
  what: string,
): Fact<ZfsProperties> {
  return fact({
    module: "zfs",
    name,
    doc: `The properties of ${what}, by their names. Linux, FreeBSD, illumos with ZFS.`,
    requiresCommand: program,
    command: () => sh`${program} get -H ${type === undefined ? [] : ["-t", type]} ${raw("all")}`,
    process: parseProperties,
    default: () => ({}),
  });
}

/** Reads lines of name, property, value and source, with tabs between them; a value may hold tabs. */
function parseProperties(lines: readonly string[]): ZfsProperties {
  const found = new Map<string, [string, string][]>();
  for (const line of lines) {
    if (line === "" || /^no (pools|datasets) available$/.test(line)) continue;
    const [, name, property, value] = /^([^\t]+)\t([^\t]+)\t(.*)\t[^\t]*$/.exec(line) ?? [];
    if (name === undefined) throw new Error(`expected name, property, value and source, found ${JSON.stringify(line)}`);
    const properties = found.get(name) ?? [];
    properties.push([property!, value!]);
    found.set(name, properties);
  }
  return Object.fromEntries([...found].map(([name, properties]) => [name, Object.fromEntries(properties)]));
}

/** The properties of pools. */
export const Pools: Fact<ZfsProperties> = propertiesFact("Pools", "zpool", undefined, "all pools");

/** The properties of datasets. */
export const Datasets: Fact<ZfsProperties> = propertiesFact("Datasets", "zfs", undefined, "all datasets of any type");

/** The properties of filesystems. */
export const Filesystems: Fact<ZfsProperties> = propertiesFact("Filesystems", "zfs", "filesystem", "all filesystems");

/** The properties of snapshots. */
export const Snapshots: Fact<ZfsProperties> = propertiesFact("Snapshots", "zfs", "snapshot", "all snapshots");

/** The properties of volumes. */
export const Volumes: Fact<ZfsProperties> = propertiesFact("Volumes", "zfs", "volume", "all volumes");
