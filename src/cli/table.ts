/** Columns of equal width, for a terminal. The first row is the head. */
export function table(rows: readonly (readonly string[])[], indent = "    "): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => width(row[column] ?? ""))));
  const line = (row: readonly string[]) =>
    indent + row.map((cell, column) => cell + " ".repeat(widths[column]! - width(cell))).join("   ").trimEnd();
  const [head, ...body] = rows;
  return [line(head!), indent + widths.map((size) => "-".repeat(size)).join("   "), ...body.map(line)];
}

/** How wide a text is on a terminal, colours not counted; wide characters count twice. */
export function width(text: string): number {
  let columns = 0;
  for (const character of text.replaceAll(/\x1b\[\d+m/g, "")) {
    columns +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}]/u
          .test(character)
        ? 2
        : 1;
  }
  return columns;
}

/** Names of hosts for a cell, cut at a width. */
export function cell(names: readonly string[], limit = 48): string {
  if (names.length === 0) return "-";
  const all = names.join(", ");
  return `${names.length} (${all.length > limit ? `${all.slice(0, limit - 1)}…` : all})`;
}
