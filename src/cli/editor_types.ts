/** The types of what `drover` exports, for editors without Deno. @module */

/** Where `drover init` puts them in a project. */
export const TYPES_FOLDER = ".drover/types";

// Executables carry it; from the sources it is there when `deno task types` or `deno task compile` has made it.
const BUNDLE = new URL("../../dist/types.json.gz", import.meta.url);

/** The files by their paths; nothing where they were not made. */
export async function editorTypes(): Promise<ReadonlyMap<string, string> | undefined> {
  const packed = await Deno.readFile(BUNDLE).catch(() => undefined);
  if (packed === undefined) return undefined;
  const unpacked = new Response(packed).body!.pipeThrough(new DecompressionStream("gzip"));
  const { files } = await new Response(unpacked).json() as { readonly files: Readonly<Record<string, string>> };
  return new Map([...Object.entries(files), ["globals.d.ts", GLOBALS]]);
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
