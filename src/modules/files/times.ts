import { type Command, type Content, OperationError, sh, z } from "../../api/mod.ts";
import { pathWord } from "./stat.ts";

/** Times that a file shall have. */
export interface Times {
  readonly atime?: Date;
  readonly mtime?: Date;
}

const time = z.union([z.date(), z.number(), z.string(), z.literal(true)]);

/** An argument for a time: a date, seconds since 1970, an ISO 8601 text, or `true` for the local file's. */
export function timeArgument() {
  return time.optional();
}

/** What was given for a time, as a date. @throws {OperationError} where it is none */
export async function wishedTimes(
  given: { readonly atime?: z.output<typeof time>; readonly mtime?: z.output<typeof time> },
  content: Content,
): Promise<Times> {
  const [atime, mtime] = await Promise.all(
    (["atime", "mtime"] as const).map((which) => dateOf(given[which], which, content)),
  );
  return { atime, mtime };
}

/** Commands that give a file its times. */
export function* setTimes(path: string, { atime, mtime }: Times): Generator<Command> {
  // The form with -t is the one that every touch knows; it has no place for a zone.
  if (atime) yield sh`TZ=UTC0 touch -a -t ${stamp(atime)} ${pathWord(path)}`;
  if (mtime) yield sh`TZ=UTC0 touch -m -t ${stamp(mtime)} ${pathWord(path)}`;
}

/** Whether a file's time is not the wished one; times are compared by seconds. */
export function timeDiffers(present: Date | null | undefined, wished: Date | undefined): boolean {
  if (wished === undefined) return false;
  return !present || Math.floor(present.getTime() / 1000) !== Math.floor(wished.getTime() / 1000);
}

async function dateOf(
  given: z.output<typeof time> | undefined,
  which: "atime" | "mtime",
  content: Content,
): Promise<Date | undefined> {
  if (given === undefined) return undefined;
  if (given === true) {
    if (!(content instanceof URL) || content.protocol !== "file:") {
      throw new OperationError(`Cannot take the ${which} of what is no local file`, { hint: "Give a date." });
    }
    return (await Deno.stat(content))[which] ?? undefined;
  }
  const date = typeof given === "number" ? new Date(given * 1000) : new Date(given);
  if (!Number.isNaN(date.getTime())) return date;
  throw new OperationError(`Cannot read the ${which} ${JSON.stringify(given)} as a date`, {
    hint: 'Give a Date, seconds since 1970, or a text as "2026-01-31T12:00:00Z".',
  });
}

function stamp(date: Date): string {
  return date.toISOString().replace(/\..*/, "").replaceAll(/[-:T]/g, "").replace(/(\d\d)$/, ".$1");
}
