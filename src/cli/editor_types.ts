/** The types of what `drover` exports, for editors without Deno. @module */

/** Where `drover init` puts them in a project. */
export const TYPES_FOLDER = ".drover/types";

// Executables carry it; from the sources it is there when `deno task types` or `deno task compile` has made it.
const BUNDLE = new URL("../../dist/types.json.gz", import.meta.url);

/** Declarations in files. */
export interface EditorTypes {
  /** What they declare, `drover` and more, and the files that do so. */
  readonly entries: Readonly<Record<string, string>>;
  /** The texts of the files, by their paths. */
  readonly files: Readonly<Record<string, string>>;
}

/** The types that the program carries; nothing where they were not made. */
export async function editorTypes(): Promise<EditorTypes | undefined> {
  const packed = await Deno.readFile(BUNDLE).catch(() => undefined);
  if (packed === undefined) return undefined;
  const unpacked = new Response(packed).body!.pipeThrough(new DecompressionStream("gzip"));
  const { entries, files } = await new Response(unpacked).json() as EditorTypes;
  return { entries, files: { ...files, "globals.d.ts": GLOBALS } };
}

const GLOBALS = `/** What modules know of themselves when \`drover\` runs them. */
interface ImportMeta {
  readonly url: string;
  readonly main: boolean;
  /** The file and its folder; modules of other machines have none. */
  readonly filename?: string;
  readonly dirname?: string;
  resolve(specifier: string): string;
}
`;
