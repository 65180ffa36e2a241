import { type Fact, fact, sh } from "../../api/mod.ts";

/** Whether jobs of Upstart run. */
export const UpstartStatus: Fact<Record<string, boolean>> = fact({
  module: "upstart",
  name: "UpstartStatus",
  doc: "Whether the jobs that Upstart knows run. Systems with Upstart.",
  command: () => sh`initctl list`,
  requiresCommand: "initctl",
  default: () => ({}),
  process: (lines) =>
    Object.fromEntries(
      lines.map((line) => /^(\S+)(?: \([^)]*\))? (start|stop)\//.exec(line)).filter((found) => found !== null).map((
        [, name, goal],
      ) => [name!, goal === "start"]),
    ),
});
