import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { UsageError } from "../../errors.ts";
import { type EditorTypes, editorTypes, TYPES_FOLDER } from "../editor_types.ts";
import { projectFiles } from "../project_files.ts";
import type { Terminal } from "../terminal.ts";

/** What `drover init` is asked for. */
export interface InitOptions {
  readonly folder: string;
  readonly version: string;
  readonly terminal: Terminal;
}

/** Makes a project that runs; files of the user that are there already stay as they are. @throws {UsageError} */
export async function initCommand({ folder, version, terminal }: InitOptions): Promise<number> {
  const root = resolve(folder);
  const types = await editorTypes();
  const typeFiles = Object.entries(types?.entries ?? {}).map(([name, file]) => [name, `./${TYPES_FOLDER}/${file}`]);
  const options = { version, sources: ownSources(), types: Object.fromEntries(typeFiles) };
  for (const [name, text] of projectFiles(options)) {
    const made = await writeNew(join(root, name), text);
    terminal.out(`${made ? "made " : "kept "} ${join(folder, name)}\n`);
  }
  await writeTypes(types, folder, terminal);
  const change = root === resolve(".") ? "" : `cd ${quoted(folder)} && `;
  terminal.err(`Try it: ${change}drover inventory.ts deploy.ts --dry\n`);
  return 0;
}

/** Writes the types for editors without Deno; they belong to the program, so those that are there are replaced. */
async function writeTypes(types: EditorTypes | undefined, folder: string, terminal: Terminal): Promise<void> {
  if (types === undefined) {
    terminal.err("No types for editors without Deno: run deno task types in the sources of Drover, then init again\n");
    return;
  }
  const root = resolve(folder, TYPES_FOLDER);
  try {
    await Deno.remove(root, { recursive: true }).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
    for (const [name, text] of Object.entries(types.files)) {
      await Deno.mkdir(dirname(join(root, name)), { recursive: true });
      await Deno.writeTextFile(join(root, name), text);
    }
  } catch (cause) {
    throw new UsageError(`Cannot make ${root}: ${(cause as Error).message}`, { cause });
  }
  terminal.out(`types ${join(folder, TYPES_FOLDER)}\n`);
}

/** Writes a file unless there is one; says whether it did. */
async function writeNew(path: string, text: string): Promise<boolean> {
  try {
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeTextFile(path, text, { createNew: true });
    return true;
  } catch (cause) {
    if (cause instanceof Deno.errors.AlreadyExists && await isThere(path)) return false;
    throw new UsageError(`Cannot make ${path}: ${(cause as Error).message}`, { cause });
  }
}

/** Whether there is something of this name, even a link that leads nowhere. */
async function isThere(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, () => false);
}

function ownSources(): string | undefined {
  const root = new URL("../../../", import.meta.url);
  return Deno.build.standalone || root.protocol !== "file:" ? undefined : fileURLToPath(root).replace(/[\\/]$/, "");
}

function quoted(word: string): string {
  return /^[\w./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
