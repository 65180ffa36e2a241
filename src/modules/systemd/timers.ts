import { arg, type Fact, fact, sh, z } from "../../api/mod.ts";
import { systemctl, type SystemdTarget, target } from "./systemctl.ts";
import { parseSpan, parseTime } from "./times.ts";

/** A timer of systemd. */
export interface SystemdTimer {
  /** The unit that it starts. */
  readonly activates: string;
  /** Whether it waits for its time, or its unit runs just now. */
  readonly isActive: boolean;
  readonly isEnabled: boolean;
  /** When it starts its unit, as its unit file says: `OnCalendar=daily`, `OnBootUSec=15min`. */
  readonly schedule: readonly string[];
  /** When it starts its unit next; `null` where it will not by itself. */
  readonly next: Date | null;
  /** When it started its unit last; `null` where it never did. */
  readonly last: Date | null;
}

const PROPERTIES = [
  "Id",
  "Unit",
  "ActiveState",
  "UnitFileState",
  "TimersCalendar",
  "TimersMonotonic",
  "NextElapseUSecRealtime",
  "NextElapseUSecMonotonic",
  "LastTriggerUSec",
];

/** The timers of systemd. */
export const SystemdTimers: Fact<
  Record<string, SystemdTimer>,
  Partial<SystemdTarget> & { timers?: string | readonly string[] }
> = fact({
  module: "systemd",
  name: "SystemdTimers",
  doc: "The timers with their schedules, the units that they start, and when they did and will. Linux with systemd.",
  args: () =>
    z.object({
      ...target(),
      timers: arg.list().optional().describe(
        "timers with their suffix, as `backup.timer` (default: all that are loaded)",
      ),
    }),
  requiresCommand: "systemctl",
  command: ({ timers, ...of }) =>
    sh`read -r uptime rest < /proc/uptime && echo "Clock=$(date +%s) $uptime" && TZ=UTC ${
      systemctl(
        of,
        ["show", "--all", ...PROPERTIES.flatMap((property) => ["--property", property]), "--"],
        timers ?? ["*.timer"],
      )
    }`,
  process: (lines) => {
    const [, now, uptime] = /^Clock=(\d+) (\d+(?:\.\d+)?)$/.exec(lines[0] ?? "") ?? [];
    if (now === undefined) throw new Error(`expected the time and uptime, found ${JSON.stringify(lines[0] ?? "")}`);
    const boot = (Number(now) - Number(uptime)) * 1000;
    const timers = paragraphs(lines.slice(1)).filter((unit) => unit.Id?.[0]?.endsWith(".timer"));
    return Object.fromEntries(timers.map((unit) => [unit.Id![0]!, timerOf(unit, boot)]));
  },
  default: () => ({}),
});

type Properties = Readonly<Record<string, readonly string[]>>;

/** The properties of each unit; some stand there several times. */
function paragraphs(lines: readonly string[]): Properties[] {
  const units: Record<string, string[]>[] = [{}];
  for (const line of lines) {
    const [, key, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
    if (line === "") units.push({});
    else if (key === undefined) throw new Error(`expected a property, found ${JSON.stringify(line)}`);
    else (units.at(-1)![key] ??= []).push(value!);
  }
  return units;
}

function timerOf(unit: Properties, boot: number): SystemdTimer {
  const property = (name: string) => unit[name]?.[0] ?? "";
  const monotonic = parseSpan(property("NextElapseUSecMonotonic"));
  const times = [
    parseTime(property("NextElapseUSecRealtime")),
    // Zero says that the timer has no such time.
    monotonic ? new Date(Math.round(boot + monotonic)) : null,
  ].filter((time) => time !== null);
  return {
    activates: property("Unit"),
    isActive: property("ActiveState") === "active",
    isEnabled: /^(enabled|static|alias|indirect|generated)/.test(property("UnitFileState")),
    schedule: [...unit.TimersCalendar ?? [], ...unit.TimersMonotonic ?? []].map(scheduleOf).filter((text) =>
      text !== ""
    ),
    next: times.length ? new Date(Math.min(...times.map((time) => time.getTime()))) : null,
    last: parseTime(property("LastTriggerUSec")),
  };
}

/** `{ OnCalendar=*-*-* 00:00:00 ; next_elapse=… }` without what it says of now. */
function scheduleOf(text: string): string {
  return /^\{ (.*?) ;/.exec(text)?.[1] ?? text;
}
