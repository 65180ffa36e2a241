import { sh, type ShellCommand, z } from "../../api/mod.ts";
import { parseJson } from "../json_text.ts";

/** A command of LVM that reports columns in JSON, sizes in bytes. */
export function report(program: string, columns: readonly string[]): ShellCommand {
  return sh`${program} --reportformat json --units b --nosuffix -o ${columns.join(",")}`;
}

/** One object of a report: its columns, all of them text. */
export type ReportRow = Readonly<Record<string, string>>;

/** The rows of one kind in a report of LVM. */
export function parseReport(lines: readonly string[], kind: "pv" | "vg" | "lv"): ReportRow[] {
  const row = z.record(z.string(), z.union([z.string(), z.number().transform(String)]));
  const { report } = parseJson(lines, z.object({ report: z.array(z.record(z.string(), z.array(row))) }));
  return report.flatMap((part) => part[kind] ?? []);
}

/** A column that has to be there. */
export function column(row: ReportRow, name: string): string {
  if (row[name] === undefined) throw new Error(`expected the column ${name}, found ${JSON.stringify(row)}`);
  return row[name];
}

/** A column that is a number; sizes are in bytes. */
export function number(row: ReportRow, name: string): number {
  const text = column(row, name);
  if (!/^\d+(\.\d+)?$/.test(text)) throw new Error(`expected a number as ${name}, found ${JSON.stringify(row)}`);
  return Number(text);
}

/** A column that is a list. */
export function list(row: ReportRow, name: string): string[] {
  return column(row, name).split(",").filter((item) => item !== "");
}
