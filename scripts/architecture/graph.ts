import { join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

/** One import of a file. */
export interface Import {
  /** As it is written. */
  readonly specifier: string;
  /** The path from the root of the project, of a file of ours; else `undefined`. */
  readonly path?: string;
  /** Only types are taken from there, or it is loaded when needed; it cannot close a cycle. */
  readonly isLoose: boolean;
  readonly line: number;
}

/** A file of the project, with its path from the root. */
export interface SourceFile {
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
}

const SKIPPED = new Set(["node_modules", "dist"]);

/** Reads which file of a project imports which, as Deno itself resolves it. */
export async function readGraph(root: string): Promise<SourceFile[]> {
  const paths = await listFiles(root);
  const modules = await describe(root, paths);
  return await Promise.all(paths.map(async (path) => {
    const text = await Deno.readTextFile(join(root, path));
    const dependencies = modules.get(pathToFileURL(join(root, path)).href)?.dependencies ?? [];
    const imports = dependencies.map((dependency) => importOf(root, dependency));
    return { path, lines: text.split("\n").length - 1, imports };
  }));
}

async function listFiles(root: string, below = ""): Promise<string[]> {
  const paths: string[] = [];
  for await (const entry of Deno.readDir(join(root, below))) {
    const path = below ? `${below}/${entry.name}` : entry.name;
    if (entry.isDirectory && !entry.name.startsWith(".") && !SKIPPED.has(entry.name)) {
      paths.push(...await listFiles(root, path));
    } else if (entry.isFile && entry.name.endsWith(".ts")) paths.push(path);
  }
  return paths.sort();
}

interface Reference {
  readonly specifier?: string;
  readonly span: { readonly start: { readonly line: number } };
}

interface Dependency {
  readonly specifier: string;
  readonly code?: Reference;
  readonly type?: Reference;
  readonly isDynamic?: boolean;
}

interface Module {
  readonly specifier: string;
  readonly error?: string;
  readonly dependencies?: readonly Dependency[];
}

/** Asks Deno for the graph of all files at once, through one file that imports them all. */
async function describe(root: string, paths: readonly string[]): Promise<Map<string, Module>> {
  const folder = await Deno.makeTempDir();
  try {
    const all = join(folder, "all.ts");
    const lines = paths.map((path) => `import ${JSON.stringify(pathToFileURL(join(root, path)).href)};\n`);
    await Deno.writeTextFile(all, lines.join(""));
    const output = await new Deno.Command(Deno.execPath(), {
      args: ["info", "--quiet", "--json", "--no-lock", "--config", join(root, "deno.json"), all],
    }).output();
    if (!output.success) throw new Error(`deno info failed: ${new TextDecoder().decode(output.stderr)}`);
    const { modules } = JSON.parse(new TextDecoder().decode(output.stdout)) as { readonly modules: readonly Module[] };
    const broken = modules.find((module) => module.error !== undefined && module.specifier.startsWith("file:"));
    if (broken) throw new Error(`${broken.specifier}: ${broken.error}`);
    return new Map(modules.map((module) => [module.specifier, module]));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function importOf(root: string, dependency: Dependency): Import {
  const { code, type, isDynamic = false } = dependency;
  const url = code?.specifier ?? type?.specifier;
  return {
    specifier: dependency.specifier,
    path: url?.startsWith("file:") ? relative(root, fileURLToPath(url)).split(sep).join("/") : undefined,
    isLoose: isDynamic || code === undefined,
    line: ((code ?? type)?.span.start.line ?? 0) + 1,
  };
}
