import { OperationError } from "../../api/mod.ts";

/** What is said of a block beside its content. */
export interface BlockMarkers {
  readonly marker?: string;
  readonly begin?: string;
  readonly end?: string;
}

/** What stands around a block by default; the same as pyinfra's, so that hosts which it managed keep their blocks. */
export const DEFAULT_MARKER = "# {mark} PYINFRA BLOCK";

/** The lines that stand before and behind a block. @throws {OperationError} where they could not be told apart */
export function markerLines({ marker, begin, end }: BlockMarkers): { readonly first: string; readonly last: string } {
  const text = marker ?? DEFAULT_MARKER;
  const first = text.replaceAll("{mark}", () => begin ?? "BEGIN");
  const last = text.replaceAll("{mark}", () => end ?? "END");
  if (first === last || first === "" || /\n/.test(first + last)) {
    throw new OperationError(`Cannot mark a block with ${JSON.stringify(first)} and ${JSON.stringify(last)}`, {
      hint: "Give marker as one line with {mark} in it, and begin and end as two different words.",
    });
  }
  return { first, last };
}

/** Where a block goes that is not there yet. */
export type BlockPlace = "start" | "end" | { readonly side: "before" | "after"; readonly line: string };

/** The lines of a file with its block set to `block`, or without it for `null`; as the edit on the host does it. */
export function withBlock(
  lines: readonly string[],
  { first, last }: { readonly first: string; readonly last: string },
  block: readonly string[] | null,
  place: BlockPlace = "end",
): string[] {
  const whole = block === null ? [] : [first, ...block, last];
  const start = lines.indexOf(first);
  const to = start === -1 ? -1 : lines.indexOf(last, start);
  if (to !== -1) return [...lines.slice(0, lines.lastIndexOf(first, to)), ...whole, ...lines.slice(to + 1)];
  if (block === null) return [...lines];
  if (place === "start") return [...whole, ...lines];
  const at = place === "end" ? -1 : lines.findIndex((line) => line.includes(place.line));
  if (at === -1 || place === "end") return [...lines, ...whole];
  const cut = place.side === "before" ? at : at + 1;
  return [...lines.slice(0, cut), ...whole, ...lines.slice(cut)];
}
