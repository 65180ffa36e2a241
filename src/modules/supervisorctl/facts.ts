import { type Fact, fact, sh, z } from "../../api/mod.ts";
import { oneLine, unexpected } from "../lines.ts";
import { word } from "../word.ts";
import { reporting, supervisorctl, type SupervisordTarget, target } from "./control.ts";

/** The states that a process of supervisord can be in. */
export type SupervisorState =
  | "STOPPED"
  | "STARTING"
  | "RUNNING"
  | "BACKOFF"
  | "STOPPING"
  | "EXITED"
  | "FATAL"
  | "UNKNOWN";

/** What supervisord tells of a process. */
export interface SupervisorProcess {
  readonly state: SupervisorState;
  /** What stands behind the state: pid and uptime, when it was stopped, or why it does not run. */
  readonly description: string;
  readonly pid?: number;
  /** How long it has been running, in seconds. */
  readonly uptime?: number;
}

const PROCESS = /^(\S+)\s+(STOPPED|STARTING|RUNNING|BACKOFF|STOPPING|EXITED|FATAL|UNKNOWN)(?:\s+(.*?))?\s*$/;
const RUNNING = /^pid (\d+), uptime (?:(\d+) days?, )?(\d+):(\d\d):(\d\d)$/;

/** The processes of supervisord. */
export const SupervisorctlStatus: Fact<Record<string, SupervisorProcess>, SupervisordTarget> = fact({
  module: "supervisorctl",
  name: "SupervisorctlStatus",
  doc: "The processes of supervisord by their names, `GROUP:NAME` in a group, with their states. Any system with " +
    "supervisor.",
  args: () => z.object(target()),
  requiresCommand: "supervisorctl",
  // 3 says that not all of them run.
  command: (of) => reporting(supervisorctl(of, ["status"]), 3),
  process: (lines) =>
    Object.fromEntries(
      lines.filter((line) => line.trim() !== "").map((line) => {
        const [, name, state, description = ""] = PROCESS.exec(line) ?? [];
        if (name === undefined) throw unexpected("a process and its state", line);
        return [name, { state: state as SupervisorState, description, ...running(description) }];
      }),
    ),
  default: () => ({}),
});

function running(description: string): Pick<SupervisorProcess, "pid" | "uptime"> {
  const found = RUNNING.exec(description);
  if (found === null) return {};
  const [pid, days, hours, minutes, seconds] = found.slice(1).map((digits) => Number(digits ?? 0));
  return { pid: pid!, uptime: ((days! * 24 + hours!) * 60 + minutes!) * 60 + seconds! };
}

/** The process id of supervisord or of one of its processes. */
export const SupervisorctlPid: Fact<number | null, SupervisordTarget & { readonly process?: string }> = fact({
  module: "supervisorctl",
  name: "SupervisorctlPid",
  doc:
    "The process id of a process, or of supervisord itself; 0 where the process does not run, `null` where there is " +
    "no such process or supervisord does not answer. Any system with supervisor.",
  args: () =>
    z.object({ process: word().optional().describe("the process (default: supervisord itself)"), ...target() }),
  requiresCommand: "supervisorctl",
  // What is wrong it says on its standard output, and fails; without a word there it could not be run.
  command: ({ process, ...of }) =>
    sh`output=$(${
      supervisorctl(of, ["pid", ...process === undefined ? [] : [process]])
    }) || test -n "$output" || exit 1; printf "%s\\n" "$output"`,
  process: (lines) => {
    const text = oneLine(lines, "a process id", /\w/);
    if (/^\s*\d+\s*$/.test(text)) return Number(text);
    if (/^No such process |\b(no such file|refused connection)\b/.test(text)) return null;
    throw unexpected("a process id", text);
  },
});

/** The process ids of all processes of supervisord. */
export const SupervisorctlPids: Fact<number[], SupervisordTarget> = fact({
  module: "supervisorctl",
  name: "SupervisorctlPids",
  doc: "The process ids of all processes, 0 for one that does not run; their names are in `SupervisorctlStatus`. Any " +
    "system with supervisor.",
  args: () => z.object(target()),
  requiresCommand: "supervisorctl",
  // 7 says that not all of them run.
  command: (of) => reporting(supervisorctl(of, ["pid", "all"]), 7),
  process: (lines) =>
    lines.filter((line) => line.trim() !== "").map((line) => {
      if (!/^\s*\d+\s*$/.test(line)) throw unexpected("a process id", line);
      return Number(line);
    }),
  default: () => [],
});
