import { pathToFileURL } from "node:url";
import { OperationError } from "../../api/mod.ts";
import { matchesAny } from "./glob.ts";

/** A file or directory of a local tree. */
export interface TreeEntry {
  /** Its path in the tree, as `sub/name`. */
  readonly path: string;
  readonly url: URL;
  /** Octal digits, `"644"`. */
  readonly mode: string;
  /** In bytes. */
  readonly size: number;
}

/** What is in a local folder. */
export interface Tree {
  /** The mode of the folder itself. */
  readonly mode: string;
  /** Its directories, outer ones first. */
  readonly directories: readonly TreeEntry[];
  readonly files: readonly TreeEntry[];
}

/**
 * Lists a local folder, sorted. Links to files count as files; links to directories are left out, as they may lead
 * in a circle.
 *
 * @throws {OperationError} where there is no such folder
 */
export async function readTree(root: string, exclude: readonly string[], excludeDir: readonly string[]): Promise<Tree> {
  const own = await Deno.stat(root).catch(() => undefined);
  if (!own?.isDirectory) {
    throw new OperationError(`No such directory: ${root}`, { hint: "Give src as a folder of this machine." });
  }
  const directories: TreeEntry[] = [];
  const files: TreeEntry[] = [];
  const visit = async (folder: string): Promise<void> => {
    const entries = await Array.fromAsync(Deno.readDir(`${root}/${folder}`));
    const inner: string[] = [];
    for (const { name, isDirectory } of entries.sort((a, b) => a.name < b.name ? -1 : 1)) {
      const path = folder === "" ? name : `${folder}/${name}`;
      const info = await Deno.stat(`${root}/${path}`);
      const entry = { path, url: pathToFileURL(`${root}/${path}`), mode: modeOf(info), size: info.size };
      if (isDirectory && !matchesAny(path, excludeDir)) {
        directories.push(entry);
        inner.push(path);
      } else if (info.isFile && !matchesAny(path, exclude)) files.push(entry);
    }
    for (const path of inner) await visit(path);
  };
  await visit("");
  return { mode: modeOf(own), directories, files };
}

function modeOf({ mode }: Deno.FileInfo): string {
  return ((mode ?? 0o755) & 0o777).toString(8);
}
