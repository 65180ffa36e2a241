/** A piece of generated text: from this column on it stands for this line and column of the source, all from 0. */
export interface Segment {
  readonly column: number;
  readonly sourceLine: number;
  readonly sourceColumn: number;
}

/** The segments of each generated line, by column. There is one source. */
export type SourceMap = readonly (readonly Segment[])[];

/** A piece of text that is replaced; offsets into the text as it was. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const VALUES = new Map([...DIGITS].map((digit, value) => [digit, value]));

/** Reads the `mappings` of a source map with one source. */
export function decodeMappings(mappings: string): SourceMap {
  let [sourceLine, sourceColumn] = [0, 0];
  return mappings.split(";").map((row) => {
    let column = 0;
    const segments: Segment[] = [];
    for (const text of row === "" ? [] : row.split(",")) {
      const [columns = 0, , lines, sourceColumns] = decodeNumbers(text);
      column += columns;
      if (lines === undefined || sourceColumns === undefined) continue;
      sourceLine += lines;
      sourceColumn += sourceColumns;
      segments.push({ column, sourceLine, sourceColumn });
    }
    return segments;
  });
}

/** Writes the `mappings` of a source map with one source. */
export function encodeMappings(map: SourceMap): string {
  let [line, column] = [0, 0];
  return map.map((segments) => {
    let generated = 0;
    return segments.map((one) => {
      const text = encodeNumber(one.column - generated) + "A" + encodeNumber(one.sourceLine - line) +
        encodeNumber(one.sourceColumn - column);
      [generated, line, column] = [one.column, one.sourceLine, one.sourceColumn];
      return text;
    }).join(",");
  }).join(";");
}

/** The map of a text onto itself: a segment for each word, so that columns survive. */
export function identityMap(text: string): SourceMap {
  return text.split("\n").map((row, sourceLine) =>
    [...row.matchAll(/[\p{ID_Continue}$]+|[^\s\p{ID_Continue}$]/gu)].map(({ index }) => ({
      column: index,
      sourceLine,
      sourceColumn: index,
    }))
  );
}

/** The map of a text after edits that stay within their lines. */
export function shiftMap(map: SourceMap, text: string, edits: readonly Edit[]): SourceMap {
  const starts = lineStarts(text);
  return map.map((segments, line) => {
    const [start, next] = [starts[line] ?? text.length, starts[line + 1] ?? text.length + 1];
    const own = edits.filter((edit) => edit.start >= start && edit.start < next);
    if (own.length === 0) return segments;
    return segments.map((segment) => {
      const before = own.filter((edit) => edit.end <= start + segment.column);
      const moved = before.reduce((sum, edit) => sum + edit.text.length - (edit.end - edit.start), 0);
      return { ...segment, column: segment.column + moved };
    });
  });
}

/** Where in the source a place of the generated text comes from, all from 0. */
export function sourcePlace(
  map: SourceMap,
  line: number,
  column: number,
): { line: number; column: number } | undefined {
  const segment = map[line]?.findLast((one) => one.column <= column) ?? map[line]?.[0];
  return segment && { line: segment.sourceLine, column: segment.sourceColumn };
}

/** The line and column of an offset, from 0. */
export function placeOfOffset(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length - 1, column: offset - (before.lastIndexOf("\n") + 1) };
}

/** A text with edits made; they are in order and do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = "";
  let at = 0;
  for (const { start, end, text: replacement } of edits) {
    result += text.slice(at, start) + replacement;
    at = end;
  }
  return result + text.slice(at);
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function encodeNumber(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = "";
  do {
    const more = rest >>> 5;
    text += DIGITS[(rest & 31) | (more ? 32 : 0)];
    rest = more;
  } while (rest);
  return text;
}

function decodeNumbers(text: string): number[] {
  const numbers: number[] = [];
  let [value, shift] = [0, 0];
  for (const digit of text) {
    const bits = VALUES.get(digit)!;
    value |= (bits & 31) << shift;
    shift += 5;
    if (bits & 32) continue;
    numbers.push(value & 1 ? -(value >>> 1) : value >>> 1);
    [value, shift] = [0, 0];
  }
  return numbers;
}
