import { type Fact, fact, raw, sh, z } from "../../api/mod.ts";
import { unexpected } from "../lines.ts";

/** A process of a host. */
export interface ProcessInfo {
  readonly user: string;
  /** The letters of `ps`: `R` running, `S` sleeping, `D` waiting for a device, `Z` ended but not collected … */
  readonly state: string;
  /** The share of one processor, in percent; `null` where the host's `ps` cannot tell (busybox). */
  readonly cpuPercent: number | null;
  /** The share of the memory, in percent; `null` where the host's `ps` cannot tell (busybox). */
  readonly memPercent: number | null;
  /** The program's name. */
  readonly command: string;
  /** The whole command line. */
  readonly args: string;
}

// busybox knows neither the options nor the two columns of shares.
const LIST = raw(
  "{ ps -A -ww -o pid,user,stat,pcpu,pmem,comm,args 2>/dev/null || ps -o pid,user,stat,comm,args; }",
);

/** The processes that run. */
export const Processes: Fact<Record<number, ProcessInfo>, { pid?: number }> = fact({
  module: "server",
  name: "Processes",
  doc: "The processes that run, by their number; empty where there is no `ps`. Linux, BSD, macOS.",
  requiresCommand: "ps",
  args: () => z.object({ pid: z.int().positive().optional().describe("one process; all of them unless given") }),
  command: ({ pid }) => pid === undefined ? sh`${LIST}` : sh`${LIST} | awk -v pid=${pid} 'NR == 1 || $1 == pid'`,
  process: (lines, { pid }) => {
    const header = /^\s*PID\s/.test(lines[0] ?? "") ? lines[0]! : undefined;
    const rows = (header === undefined ? lines : lines.slice(1)).filter((line) => line.trim() !== "");
    const processes = rows.map((line) => parseProcess(line, header));
    return Object.fromEntries(processes.filter(([number]) => pid === undefined || number === pid));
  },
  default: () => ({}),
});

function parseProcess(line: string, header = "%CPU"): [pid: number, info: ProcessInfo] {
  const shares = header.includes("%CPU");
  const found =
    (shares
      ? /^\s*(?<pid>\d+)\s+(?<user>\S+)\s+(?<state>\S+)\s+(?<cpu>[\d.,]+)\s+(?<memory>[\d.,]+)\s+(?<rest>\S.*)$/
      : /^\s*(?<pid>\d+)\s+(?<user>\S+)\s+(?<state>[A-Z]\S*(?: [<NL]+)?)\s+(?<rest>\S.*)$/).exec(line)?.groups;
  if (!found) throw unexpected("a line of ps", line);
  const { pid, user, state, cpu, memory, rest } = found as Record<string, string>;
  const [command, args] = splitCommand(rest!, line.length - rest!.length, header);
  const share = (text: string | undefined) => text === undefined ? null : Number(text.replace(",", "."));
  return [Number(pid), {
    user: user!,
    state: state!,
    cpuPercent: share(cpu),
    memPercent: share(memory),
    command,
    args,
  }];
}

/** A program's name may hold spaces, so the column of the command line decides where it ends. */
function splitCommand(rest: string, offset: number, header: string): [command: string, args: string] {
  const column = header.search(/\S+\s*$/) - offset;
  const words = /^(\S+)(?:\s+(.*))?$/.exec(rest)!;
  if (column <= 0 || rest[column - 1] !== " " || rest[column] === " ") return [words[1]!, words[2] ?? words[1]!];
  const command = rest.slice(0, column).trimEnd();
  return [command, rest.slice(column).trimEnd() || command];
}
