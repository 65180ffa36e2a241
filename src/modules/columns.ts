/**
 * Reads a table that a database's client printed: a heading, then rows, their cells parted by a separator.
 *
 * @throws {Error} for a row with another number of cells, of which it quotes only the first
 */
export function parseColumns(
  lines: readonly string[],
  separator: string,
  unescape: (cell: string) => string | null,
): Record<string, string | null>[] {
  const [heading, ...rows] = lines;
  if (heading === undefined) return [];
  const names = heading.split(separator);
  return rows.map((row) => {
    const cells = row.split(separator);
    if (cells.length !== names.length) {
      const first = JSON.stringify(cells[0]!.slice(0, 40));
      throw new Error(`expected ${names.length} columns as in the heading, found ${cells.length} after ${first}`);
    }
    return Object.fromEntries(names.map((name, index) => [name, unescape(cells[index]!)]));
  });
}
