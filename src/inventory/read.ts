import type { Document, Node, Pair } from "yaml";
import { DroverError, messageOf } from "../api/mod.ts";

/** The way to a value inside of a file: `["groups", "web", "hosts", 2]`. */
export type ValuePath = readonly (string | number)[];

/** A value that was read from somewhere, and how to say where a part of it stands. */
export interface Located {
  readonly value: unknown;
  /** `inventory.yml:7:3`, or the name of the file where no more is known. */
  locate(path: ValuePath): string;
}

/** The endings of files that are read as YAML; JSON is a part of YAML. */
export const YAML_FILE = /\.(ya?ml|json)$/i;

/** The endings of files that are loaded as modules. */
export const MODULE_FILE = /\.(ts|mts|js|mjs)$/i;

/**
 * Reads a YAML or JSON file.
 *
 * @param label how the file is called in messages
 * @throws {DroverError} with file, line and column for text that is not YAML.
 */
export async function readYaml(path: string, label: string): Promise<Located> {
  const text = await Deno.readTextFile(path).catch((cause) => {
    throw new DroverError("load", `Cannot read ${label}: ${messageOf(cause)}`, { cause });
  });
  const { LineCounter, parseDocument } = await import("yaml");
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, merge: true });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${label}:${line}:${col}`;
  };
  const [error] = document.errors;
  const format = /\.json$/i.test(label) ? "JSON" : "YAML";
  if (error) throw new DroverError("load", `${place(error.pos[0])}: not valid ${format}: ${error.message}`);
  const offsets = await offsetFinder(document);
  try {
    return { value: document.toJS(), locate: (path) => place(offsets(path)) };
  } catch (cause) {
    throw new DroverError("load", `Cannot read ${label}: ${messageOf(cause)}`, { cause });
  }
}

async function offsetFinder(document: Document): Promise<(path: ValuePath) => number> {
  const { isAlias, isMap, isScalar, isSeq } = await import("yaml");
  return (path) => {
    let node = document.contents as Node | null;
    let offset = node?.range?.[0] ?? 0;
    for (const step of path) {
      if (isAlias(node)) node = node.resolve(document) ?? null;
      let at: Node | null | undefined;
      if (isMap(node)) {
        const pair = (node.items as Pair<Node, Node | null>[]).find(({ key }) =>
          isScalar(key) && String(key.value) === String(step)
        );
        [at, node] = [pair?.key, pair?.value ?? null];
      } else if (isSeq(node)) at = node = node.items[Number(step)] as Node | null;
      if (!at?.range) break;
      offset = at.range[0];
    }
    return offset;
  };
}
