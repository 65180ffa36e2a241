/** How a table is read. */
interface ColumnsOptions {
  readonly separator: string;
  /** Makes a value of the text of a cell. */
  readonly unescape: (cell: string) => string | null;
  /** The columns that have to be there. */
  readonly required: readonly string[];
}

/**
 * Reads a table that a database's client printed: a heading, then rows, their cells parted by a separator.
 *
 * @throws {Error} for a heading without a column, and for a row with another number of cells, of which it quotes only
 * the first
 */
export function parseColumns(
  lines: readonly string[],
  { separator, unescape, required }: ColumnsOptions,
): Record<string, string | null>[] {
  const [heading, ...rows] = lines;
  if (heading === undefined || (heading === "" && rows.length === 0)) return [];
  const names = heading.split(separator);
  const missing = required.find((name) => !names.includes(name));
  if (missing !== undefined) {
    const found = JSON.stringify(names.join(", ").slice(0, 40));
    throw new Error(`expected a heading with the column ${missing}, found ${found}`);
  }
  return rows.map((row) => {
    const cells = row.split(separator);
    if (cells.length !== names.length) {
      const first = JSON.stringify(cells[0]!.slice(0, 40));
      throw new Error(`expected ${names.length} columns as in the heading, found ${cells.length} after ${first}`);
    }
    return Object.fromEntries(names.map((name, index) => [name, unescape(cells[index]!)]));
  });
}
