import { type Fact, fact, sh, z } from "../../api/mod.ts";
import { parseJson } from "../json_text.ts";

/** A container or virtual machine of LXD, with all else that LXD tells of it, under LXD's names. */
export interface LxdContainer {
  readonly name: string;
  /** As `Running` or `Stopped`. */
  readonly status: string;
  readonly [key: string]: unknown;
}

const containers = z.array(z.looseObject({ name: z.string(), status: z.string() }));

/** The containers and virtual machines of LXD. */
export const LxdContainers: Fact<LxdContainer[]> = fact({
  module: "lxd",
  name: "LxdContainers",
  doc: "The containers and virtual machines of the current project of LXD. Linux with LXD.",
  requiresCommand: "lxc",
  command: () => sh`lxc list --format json --fast`,
  process: (lines) => parseJson(lines, containers),
  default: () => [],
});
