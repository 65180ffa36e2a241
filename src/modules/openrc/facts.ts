import { type Fact, fact, sh, z } from "../../api/mod.ts";
import { unexpected } from "../lines.ts";

/** What OpenRC says by the way, as that it reads the dependencies of services anew. */
const NOTE = /^\s*(\*\s.*)?$/;

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
    Object.fromEntries(lines.flatMap((line) => {
      if (/^(Dynamic )?Runlevel: /.test(line) || NOTE.test(line)) return [];
      const [, name, state] = /^\s+(\S+)\s+\[\s*(\w+)[^\]]*\]\s*$/.exec(line) ?? [];
      if (name === undefined) throw unexpected("a service and its state", line);
      return [[name, state === "started"]];
    })),
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
    Object.fromEntries(lines.flatMap((line) => {
      if (NOTE.test(line)) return [];
      const [, name, levels] = /^\s*(\S+)\s*\|(.*)$/.exec(line) ?? [];
      if (name === undefined) throw unexpected("a service and its runlevels", line);
      return [[name, levels!.trim().split(/\s+/).includes(runlevel)]];
    })),
});
