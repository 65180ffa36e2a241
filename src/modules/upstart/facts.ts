import { type Fact, fact, sh } from "../../api/mod.ts";
import { unexpected } from "../lines.ts";

/** Whether jobs of Upstart run. */
export const UpstartStatus: Fact<Record<string, boolean>> = fact({
  module: "upstart",
  name: "UpstartStatus",
  doc: "Whether the jobs that Upstart knows run. Systems with Upstart.",
  command: () => sh`initctl list`,
  requiresCommand: "initctl",
  default: () => ({}),
  process: (lines) =>
    Object.fromEntries(lines.flatMap((line) => {
      // A job with more processes than one has a line for each of the others.
      if (/^\s+\S+ process \d+$|^$/.test(line)) return [];
      const [, name, goal] = /^(\S+)(?: \(.*\))? (start|stop|respawn)\//.exec(line) ?? [];
      if (name === undefined) throw unexpected("a job and its state", line);
      return [[name, goal !== "stop"]];
    })),
});
