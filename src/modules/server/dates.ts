const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/**
 * The date that `date`, `lastlog` and their like print in the C locale: `Sat Jun 5 12:03:23 -0600 2021`; UTC where no
 * time zone stands there, `null` for anything else.
 */
export function parseDate(text: string): Date | null {
  const found =
    /^(?:\w{3},?\s+)?(?<month>\w{3})\s+(?<day>\d{1,2})\s+(?<time>\d\d:\d\d(?::\d\d)?)\s+(?:(?<zone>[+-]\d{4})\s+)?(?<year>\d{4})$/
      .exec(text.trim())?.groups;
  const month = MONTHS.indexOf(found?.month ?? "") + 1;
  if (!found || month === 0) return null;
  const pad = (part: string | number) => String(part).padStart(2, "0");
  return parseIso(`${found.year}-${pad(month)}-${pad(found.day!)}T${found.time}${found.zone ?? "+0000"}`);
}

/** The date of `2019-01-01T00:00:00+0000`; `null` for anything else. */
export function parseIso(text: string): Date | null {
  const date = new Date(text.trim().replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  return Number.isNaN(date.getTime()) ? null : date;
}
