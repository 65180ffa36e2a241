import { type Arguments, type Operation, operation, sh, z } from "../../api/mod.ts";
import { interpolated } from "../files/interpolate.ts";
import { Command } from "../server/facts.ts";
import { changeCrontab } from "./edit.ts";
import { Crontab, type CrontabEntry } from "./facts.ts";
import { nameComments } from "./names.ts";

const field = () => z.union([z.string().regex(/^\S+$/, "one word"), z.int().min(0)]);
const time = (what: string) =>
  z.union([field(), z.array(field()).min(1).readonly()]).optional().describe(`${what}; \`*\` unless given`);

const args = () =>
  z.object({
    command: z.string().regex(/^\S[^\n]*$/, "one line").describe("the command"),
    present: z.boolean().default(true).describe("whether there shall be such an entry"),
    user: z.string().regex(/^[^-\s]\S*$/, "the name of a user").optional().describe(
      "whose crontab; default: that of the user whom commands run as",
    ),
    cronName: z.string().regex(/^[^\n]+$/, "one line").optional().describe(
      "a name for the entry, by which it is found when the command changes",
    ),
    minute: time("the minutes"),
    hour: time("the hours"),
    month: time("the months"),
    dayOfWeek: time("the days of the week"),
    dayOfMonth: time("the days of the month"),
    specialTime: z.string().regex(/^@\w+$/, 'a word as "@daily"').optional().describe(
      "a word in place of the five fields, as `@daily` or `@reboot`",
    ),
    interpolateVariables: z.boolean().default(false).describe(
      "`$NAME` in the command stands for a variable of the host as it is now",
    ),
  });

/** Adds, changes or removes an entry of a user's crontab. */
export const crontab: Operation<Arguments<typeof args>> = operation(
  {
    module: "crontab",
    name: "crontab",
    doc:
      "Adds, changes or removes an entry of a user's crontab, found by its command or name. Any system with crontab.",
    args,
  },
  async function* ({ present, user, cronName, specialTime, interpolateVariables, ...args }, host) {
    const [entries, command] = await Promise.all([
      host.fact(Crontab, { user }),
      interpolateVariables
        ? host.fact(Command, { command: sh`printf '%s\\n' ${interpolated(args.command)}`.text })
        : args.command,
    ]);
    const found = Object.hasOwn(entries, command) ? command : findByName(entries, cronName);
    if (!present && found === undefined) return host.noop(`crontab ${command} does not exist`);
    const schedule = specialTime ?? scheduleOf(args);
    if (present && found === command && scheduleOf(entries[found]!) === schedule) {
      return host.noop(`crontab ${command} exists`);
    }
    const line = present ? `${schedule} ${command}` : undefined;
    yield changeCrontab({ user, cronName, command: found, line, isEmpty: Object.keys(entries).length === 0 });
  },
);

/** The command of the entry that a comment names so. */
function findByName(entries: Readonly<Record<string, CrontabEntry>>, cronName?: string): string | undefined {
  if (cronName === undefined) return undefined;
  const names: string[] = nameComments(cronName);
  return Object.keys(entries).find((command) => entries[command]!.comments?.some((line) => names.includes(line)));
}

type Field = string | number | readonly (string | number)[] | undefined;
type Times = Readonly<Partial<Record<"minute" | "hour" | "dayOfMonth" | "month" | "dayOfWeek" | "specialTime", Field>>>;

function scheduleOf({ minute, hour, dayOfMonth, month, dayOfWeek, specialTime }: Times): string {
  if (specialTime !== undefined) return String(specialTime);
  return [minute, hour, dayOfMonth, month, dayOfWeek].map((field = "*") => [field].flat().join(",")).join(" ");
}
