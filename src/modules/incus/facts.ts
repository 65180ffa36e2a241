import { type Fact, fact, sh, type ShellCommand, z } from "../../api/mod.ts";
import { parseJson } from "../json_text.ts";

/** Something of Incus that has a name, with all else that Incus tells of it, under Incus' names. */
export interface IncusObject {
  readonly name: string;
  readonly [key: string]: unknown;
}

/** A container or virtual machine of Incus. */
export interface IncusInstance extends IncusObject {
  /** As `Running` or `Stopped`. */
  readonly status: string;
}

/** An image of Incus, with all else that Incus tells of it, under Incus' names. */
export interface IncusImage {
  readonly fingerprint: string;
  readonly [key: string]: unknown;
}

const named = { name: z.string() };

function incusList<T extends object>(
  name: string,
  doc: string,
  command: () => ShellCommand,
  shape: z.ZodRawShape,
): Fact<T[]> {
  return fact({
    module: "incus",
    name,
    doc: `${doc} Linux with Incus.`,
    requiresCommand: "incus",
    command,
    // Where there are none some versions print null.
    process: (lines) => (parseJson(lines, z.array(z.looseObject(shape)).nullable()) ?? []) as unknown[] as T[],
    default: () => [],
  });
}

/** The containers and virtual machines of Incus. */
export const IncusInstances: Fact<IncusInstance[]> = incusList(
  "IncusInstances",
  "The containers and virtual machines of the current project of Incus.",
  () => sh`incus list --format json --fast`,
  { ...named, status: z.string() },
);

/** The images of Incus. */
export const IncusImages: Fact<IncusImage[]> = incusList(
  "IncusImages",
  "The images that the host's Incus holds in the current project.",
  () => sh`incus image list --format json`,
  { fingerprint: z.string() },
);

/** The networks of Incus. */
export const IncusNetworks: Fact<IncusObject[]> = incusList(
  "IncusNetworks",
  "The networks that Incus knows of; `managed` tells those that it made.",
  () => sh`incus network list --format json`,
  named,
);

/** The profiles of Incus. */
export const IncusProfiles: Fact<IncusObject[]> = incusList(
  "IncusProfiles",
  "The profiles of the current project of Incus.",
  () => sh`incus profile list --format json`,
  named,
);

/** The projects of Incus. */
export const IncusProjects: Fact<IncusObject[]> = incusList(
  "IncusProjects",
  "The projects of Incus.",
  () => sh`incus project list --format json`,
  named,
);

/** The storage pools of Incus. */
export const IncusStoragePools: Fact<IncusObject[]> = incusList(
  "IncusStoragePools",
  "The storage pools of Incus.",
  () => sh`incus storage list --format json`,
  named,
);
