import { type Fact, fact, sh, z } from "../../api/mod.ts";

const runlevelArgument = () =>
  z.object({
    runlevel: z.string().regex(/^[^-]/, "a name without a dash in front").default("default").describe("the runlevel"),
  });

/** Whether services run. */
export const OpenrcStatus: Fact<Record<string, boolean>, { runlevel?: string }> = fact({
  module: "openrc",
  name: "OpenrcStatus",
  doc: "Whether the services of a runlevel, and all others that the host knows, are started. Systems with OpenRC.",
  args: runlevelArgument,
  // The list of all services is not in every version.
  command: ({ runlevel }) => sh`rc-status ${runlevel} && (rc-status --servicelist 2>/dev/null || true)`,
  requiresCommand: "rc-status",
  default: () => ({}),
  process: (lines) =>
    Object.fromEntries(
      lines.map((line) => /^\s+(\S+)\s+\[\s*(\w+)/.exec(line)).filter((found) => found !== null).map((
        [, name, state],
      ) => [name!, state === "started"]),
    ),
});

/** Whether services start with a runlevel. */
export const OpenrcEnabled: Fact<Record<string, boolean>, { runlevel?: string }> = fact({
  module: "openrc",
  name: "OpenrcEnabled",
  doc: "Whether the services of the host start with a runlevel. Systems with OpenRC.",
  args: runlevelArgument,
  command: () => sh`rc-update show -v`,
  requiresCommand: "rc-update",
  default: () => ({}),
  process: (lines, { runlevel }) =>
    Object.fromEntries(
      lines.map((line) => line.split("|")).filter((parts) => parts.length === 2).map((
        [name, levels],
      ) => [name!.trim(), levels!.trim().split(/\s+/).includes(runlevel)]),
    ),
});
