import { type Fact, fact, raw, sh, z } from "../../api/mod.ts";
import { unexpected } from "../lines.ts";
import { unlessSaid } from "../unless_said.ts";

/** An entry of a crontab: five fields of time, or one word for them. */
export interface CrontabEntry {
  readonly minute?: string | number;
  readonly hour?: string | number;
  readonly dayOfMonth?: string | number;
  readonly month?: string | number;
  readonly dayOfWeek?: string | number;
  /** As `@daily`. */
  readonly specialTime?: string;
  /** The lines of comment right above it. */
  readonly comments: readonly string[];
}

const ENTRY = /^\s*(?:(?<special>@\w+)|(?<times>(?:[\w*,/~?-]+\s+){4}[\w*,/~?-]+))\s+(?<command>\S.*?)\s*$/;
const ASSIGNMENT = /^\s*("[^"]*"|'[^']*'|[A-Za-z_][A-Za-z0-9_]*)\s*=/;

/** The entries of a user's crontab. */
export const Crontab: Fact<Record<string, CrontabEntry>, { user?: string }> = fact({
  module: "crontab",
  name: "Crontab",
  local: true,
  doc: "The entries of a user's crontab by their command; empty where there is none. Any system with crontab.",
  args: () => z.object({ user: z.string().optional().describe("whose crontab; default: the user of the command") }),
  // busybox tells of the file that it cannot open, others that there is no crontab; a user may still have to be made.
  command: ({ user }) =>
    unlessSaid(
      raw(`*'o crontab for'*|*'No such file or directory'*|*'open your crontab'*|*'unknown'*`),
      sh`crontab -l ${user === undefined ? [] : ["-u", user]}`,
    ),
  requiresCommand: "crontab",
  default: () => ({}),
  process: (lines) => {
    const entries = new Map<string, CrontabEntry>();
    let comments: string[] = [];
    for (const line of lines) {
      if (line.trim().startsWith("#")) {
        comments.push(line.trim());
        continue;
      }
      const isEntry = line.trim() !== "" && !ASSIGNMENT.test(line);
      const found = isEntry ? ENTRY.exec(line)?.groups : undefined;
      if (found) entries.set(found.command!, { ...timesOf(found), comments });
      else if (isEntry) throw unexpected("an entry of a crontab", line);
      comments = [];
    }
    return Object.fromEntries(entries);
  },
});

function timesOf({ special, times }: Record<string, string | undefined>): Omit<CrontabEntry, "comments"> {
  if (special !== undefined) return { specialTime: special };
  const [minute, hour, dayOfMonth, month, dayOfWeek] = times!.trim().split(/\s+/).map((field) =>
    /^(0|[1-9]\d*)$/.test(field) ? Number(field) : field
  );
  return { minute, hour, dayOfMonth, month, dayOfWeek };
}
