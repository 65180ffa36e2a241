import { type Fact, fact, raw, sh, z } from "../../api/mod.ts";
import { parseJson } from "../json_text.ts";
import { unlessSaid } from "../unless_said.ts";

/** What `vzlist` tells of a container, under its names, as `hostname`, `status` and `ip`. */
export type OpenvzContainer = Readonly<Record<string, unknown>>;

const containers = z.array(z.looseObject({ ctid: z.union([z.number(), z.string()]) }));

/** The containers of OpenVZ. */
export const OpenvzContainers: Fact<Record<string, OpenvzContainer>> = fact({
  module: "vzctl",
  name: "OpenvzContainers",
  doc: "The containers of OpenVZ, running or not, by their id, each as `vzlist` tells. Linux with OpenVZ.",
  requiresCommand: "vzlist",
  // Where there are no containers it fails and says so.
  command: () => unlessSaid(raw("*'not found'*"), sh`vzlist -a -j`),
  process: (lines) => {
    if (lines.every((line) => line.trim() === "")) return {};
    return Object.fromEntries(parseJson(lines, containers).map(({ ctid, ...container }) => [String(ctid), container]));
  },
  default: () => ({}),
});
