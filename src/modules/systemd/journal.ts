import { type Fact, fact, sh, z } from "../../api/mod.ts";

/** What a message of the journal is worth, from the gravest on. */
export type JournalPriority = "emerg" | "alert" | "crit" | "err" | "warning" | "notice" | "info" | "debug";

const PRIORITIES = ["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"] as const;

/** An entry of the journal. */
export interface JournalEntry {
  readonly time: Date;
  /** What was logged; bytes that are no UTF-8 are replaced, an overlong message is empty. */
  readonly message: string;
  readonly priority?: JournalPriority;
  /** The unit that logged it. */
  readonly unit?: string;
  /** The program's name for itself. */
  readonly identifier?: string;
  readonly pid?: number;
}

/** What {@linkcode SystemdJournal} takes. */
export interface JournalArguments {
  readonly unit?: string;
  readonly lines?: number;
  readonly since?: string | Date;
  readonly priority?: JournalPriority;
}

/** Entries of the journal. */
export const SystemdJournal: Fact<JournalEntry[], JournalArguments> = fact({
  module: "systemd",
  name: "SystemdJournal",
  doc: "The last entries of the journal, oldest first. Linux with systemd.",
  args: () =>
    z.object({
      unit: z.string().min(1).optional().describe("only what this unit logged (default: all)"),
      lines: z.number().int().min(1).default(100).describe("how many entries at most"),
      since: z.union([z.string().min(1), z.date()]).optional().describe(
        'the earliest time: a `Date`, or what `journalctl --since` takes, as `"-1h"` or `"yesterday"`',
      ),
      priority: z.enum(PRIORITIES).optional().describe("the least priority (default: all)"),
    }),
  requiresCommand: "journalctl",
  sensitive: true,
  command: ({ unit, lines, since, priority }) =>
    sh`journalctl --quiet --no-pager --output=json ${[
      `--lines=${lines}`,
      unit !== undefined && `--unit=${unit}`,
      since !== undefined && `--since=${since instanceof Date ? `@${since.getTime() / 1000}` : since}`,
      priority !== undefined && `--priority=${priority}`,
    ]}`,
  process: (lines) => lines.filter((line) => line !== "").map(entryOf),
  default: () => [],
});

function entryOf(line: string): JournalEntry {
  let fields: Record<string, unknown>;
  try {
    fields = JSON.parse(line);
  } catch {
    throw new Error("expected a JSON object in each line");
  }
  if (typeof fields !== "object" || fields === null) throw new Error("expected a JSON object in each line");
  const text = (name: string) => fields[name] === undefined ? undefined : textOf(fields[name]);
  const time = new Date(Number(text("__REALTIME_TIMESTAMP")) / 1000);
  if (Number.isNaN(time.getTime())) throw new Error("expected __REALTIME_TIMESTAMP in each entry");
  const [priority, pid] = [text("PRIORITY"), text("_PID") ?? text("SYSLOG_PID")];
  return {
    time,
    message: text("MESSAGE") ?? "",
    priority: priority === undefined ? undefined : PRIORITIES[Number(priority)],
    unit: text("_SYSTEMD_UNIT"),
    identifier: text("SYSLOG_IDENTIFIER") ?? text("_COMM"),
    pid: pid === undefined ? undefined : Number(pid),
  };
}

/** journalctl gives bytes for what is no text, a list for a field that is there several times, `null` for too much. */
function textOf(value: unknown): string {
  if (!Array.isArray(value)) return value === null ? "" : String(value);
  const isBytes = value.every((item) => typeof item === "number");
  return isBytes ? new TextDecoder().decode(new Uint8Array(value)) : value.map(textOf).join("\n");
}
