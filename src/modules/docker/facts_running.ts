/** What goes on in containers, and how images came to be. */
import { type Fact, fact, sh, z } from "../../api/mod.ts";
import { objectId, parseInspected, unlessGone } from "../inspection.ts";

const texts = z.record(z.string(), z.coerce.string());

/** What each running container uses. */
export const DockerContainerStats: Fact<Record<string, string>[]> = fact({
  module: "docker",
  name: "DockerContainerStats",
  doc: "What each running container uses of processor, memory, network and disks, as `docker container stats` " +
    "tells; takes about two seconds. Systems with docker.",
  requiresCommand: "docker",
  command: () => sh`docker container stats --no-stream --no-trunc --format '{{json .}}'`,
  process: (lines) => parseInspected(lines).map((one) => texts.parse(one)),
  default: () => [],
});

/** The processes in a container. */
export const DockerContainerProcesses: Fact<Record<string, string>[] | null, { containerId: string }> = fact({
  module: "docker",
  name: "DockerContainerProcesses",
  doc: "The processes of a running container, each by the headings of the host's `ps`, as `UID`, `PID` and `CMD`; " +
    "`null` where there is no such container. Systems with docker.",
  args: () => z.object({ containerId: objectId("container") }),
  sensitive: true,
  requiresCommand: "docker",
  command: (args) => unlessGone("container", sh`docker container top ${args.containerId}`),
  process: ([heading, ...rows]) => {
    if (heading === undefined) return null;
    const names = heading.trim().split(/\s+/);
    if (!names.includes("PID")) throw new Error(`expected a heading with PID, found ${JSON.stringify(heading)}`);
    return rows.filter((row) => row.trim() !== "").map((row) => {
      // The last column is a command line with spaces of its own.
      const cells = new RegExp(`^\\s*${"(\\S+)\\s+".repeat(names.length - 1)}(.*?)\\s*$`).exec(row);
      if (!cells) throw new Error(`expected ${names.length} columns, found ${JSON.stringify(row.slice(0, 40))}`);
      return Object.fromEntries(names.map((name, index) => [name, cells[index + 1]!]));
    });
  },
});

/** A file of a container that is not as in its image. */
export interface DockerFsChange {
  readonly path: string;
  /** `A` for added, `C` for changed, `D` for deleted. */
  readonly kind: "A" | "C" | "D";
}

/** The files of a container that are not as in its image. */
export const DockerContainerFsChanges: Fact<DockerFsChange[] | null, { containerId: string }> = fact({
  module: "docker",
  name: "DockerContainerFsChanges",
  doc: "The paths that a container has added (`A`), changed (`C`) or deleted (`D`) since it was made; `null` where " +
    "there is no such container. Systems with docker.",
  args: () => z.object({ containerId: objectId("container") }),
  requiresCommand: "docker",
  command: (args) => unlessGone("container", sh`docker container diff ${args.containerId} && echo done`),
  process: (lines) => {
    if (lines.length === 0) return null;
    const changes: { path: string; kind: DockerFsChange["kind"] }[] = [];
    for (const line of lines.at(-1) === "done" ? lines.slice(0, -1) : lines) {
      const [, kind, path] = /^([ACD]) (\/.*)$/.exec(line) ?? [];
      const last = changes.at(-1);
      if (kind !== undefined) changes.push({ path: path!, kind: kind as DockerFsChange["kind"] });
      // A path may hold newlines.
      else if (last) last.path += `\n${line}`;
      else throw new Error(`expected A, C or D and a path, found ${JSON.stringify(line)}`);
    }
    return changes;
  },
});

/** The steps that an image was made by. */
export const DockerImageHistory: Fact<Record<string, string>[] | null, { imageId: string }> = fact({
  module: "docker",
  name: "DockerImageHistory",
  doc: "The steps that an image was made by, the last one first, with times and with sizes in bytes, as " +
    "`docker image history` tells; `null` where there is no such image. Systems with docker.",
  args: () => z.object({ imageId: objectId("image") }),
  requiresCommand: "docker",
  command: (args) =>
    unlessGone(
      "image",
      sh`docker image history --no-trunc --human=false --format '{{json .}}' ${args.imageId}`,
    ),
  process: (lines) => {
    const steps = lines.filter((line) => line.trim() !== "").flatMap((line) => parseInspected([line]));
    return steps.length === 0 ? null : steps.map((one) => texts.parse(one));
  },
});
