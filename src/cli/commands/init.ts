import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { UsageError } from "../../errors.ts";
import { projectFiles } from "../project_files.ts";
import type { Terminal } from "../terminal.ts";

/** What `drover init` is asked for. */
export interface InitOptions {
  readonly folder: string;
  readonly version: string;
  readonly terminal: Terminal;
}

/** Makes a project that runs; files that are there already stay as they are. @throws {UsageError} */
export async function initCommand({ folder, version, terminal }: InitOptions): Promise<number> {
  const root = resolve(folder);
  for (const [name, text] of projectFiles({ version, sources: ownSources() })) {
    const made = await writeNew(join(root, name), text);
    terminal.out(`${made ? "made " : "kept "} ${join(folder, name)}\n`);
  }
  const change = root === resolve(".") ? "" : `cd ${quoted(folder)} && `;
  terminal.err(`Try it: ${change}drover inventory.ts deploy.ts --dry\n`);
  return 0;
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
