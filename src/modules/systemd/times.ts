const UNITS: Readonly<Record<string, number>> = {
  us: 1e-3,
  "μs": 1e-3,
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  month: 2_629_800_000,
  y: 31_557_600_000,
};

/** Reads a point in time as systemd prints it in UTC, `Mon 2026-11-23 07:10:08 UTC`; `null` where there is none. */
export function parseTime(text: string): Date | null {
  if (isNothing(text)) return null;
  const found = /^[A-Z][a-z]{2} (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d+)? UTC$/.exec(text);
  const time = new Date(found === null ? NaN : `${found[1]}T${found[2]}Z`);
  if (Number.isNaN(time.getTime())) throw new Error(`expected a time in UTC, found ${JSON.stringify(text)}`);
  return time;
}

/** Reads a span of time as systemd prints it, `1d 2h 3min 4.5s`, to milliseconds; `null` where there is none. */
export function parseSpan(text: string): number | null {
  if (isNothing(text)) return null;
  if (text === "0") return 0;
  return text.split(" ").reduce((sum, part) => {
    const [, digits, unit = ""] = /^(\d+(?:\.\d+)?)([a-zμ]+)$/.exec(part) ?? [];
    if (digits === undefined || !Object.hasOwn(UNITS, unit)) {
      throw new Error(`expected a span of time, found ${JSON.stringify(text)}`);
    }
    return sum + Number(digits) * UNITS[unit]!;
  }, 0);
}

function isNothing(text: string): boolean {
  return text === "" || text === "n/a" || text === "infinity";
}
