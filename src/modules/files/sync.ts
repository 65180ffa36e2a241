import { fileURLToPath } from "node:url";
import {
  arg,
  type Arguments,
  type Command,
  hashContent,
  type Operation,
  operation,
  OperationError,
  type OperationHost,
  type Ownership,
  sh,
  upload,
  z,
} from "../../api/mod.ts";
import { Directory, File, Sha1File } from "./facts.ts";
import { FindFiles, FindLinks } from "./find_files.ts";
import { matchesAny } from "./glob.ts";
import { alignOwnership, setOwnership } from "./ownership.ts";
import { followLinks, within } from "./path.ts";
import { addDeployDir, source } from "./source.ts";
import { type FileInfo, pathWord } from "./stat.ts";
import { readTree, type TreeEntry } from "./tree.ts";

const args = () =>
  z.object({
    src: source().describe("the local folder"),
    dest: arg.path().describe("the directory on the host that gets what is in it"),
    user: z.string().optional().describe("the owner of all files and directories"),
    group: z.string().optional().describe("their group"),
    mode: arg.mode().optional().describe("the mode of all files; default: that of the local ones"),
    dirMode: arg.mode().optional().describe("the mode of all directories; default: that of the local ones"),
    delete: z.boolean().default(false).describe("remove files and links that are not in the local folder"),
    exclude: arg.list().default([]).describe("patterns for files to leave alone, here and there: `*.pyc`"),
    excludeDir: arg.list().default([]).describe("patterns for directories to leave alone, here and there"),
    addDeployDir: addDeployDir(),
  });

/** Brings a directory of the host to the content of a local folder. */
export const sync: Operation<Arguments<typeof args>> = operation(
  {
    module: "files",
    name: "sync",
    doc: "Brings a directory of the host to the content of a local folder; files are compared by their digest. " +
      "Directories that are not in the folder stay. Any system.",
    args,
  },
  async function* ({ src, dest, user, group, mode, dirMode, exclude, excludeDir, ...options }, host) {
    const address = options.addDeployDir ? src : src.fromHere();
    if (address.protocol !== "file:") {
      throw new OperationError(`Cannot sync ${address.href}: it is no local folder`, { hint: "Give src as a path." });
    }
    if (options.delete && dest.startsWith("~")) {
      throw new OperationError(`Cannot delete in ${dest}: only the host knows which directory that is`, {
        hint: "Give dest as an absolute path.",
      });
    }
    const tree = await readTree(fileURLToPath(address).replace(/(?<=.)\/+$/, ""), exclude, excludeDir);
    const at = ({ path }: TreeEntry) => within(dest, path);
    const [top, directories, files, digests, extra, links] = await Promise.all([
      directoryAt(dest, host),
      Promise.all(tree.directories.map((entry) => host.fact(Directory, { path: at(entry) }))),
      Promise.all(tree.files.map((entry) => host.fact(File, { path: at(entry) }))),
      Promise.all(tree.files.map((entry) => host.fact(Sha1File, { path: at(entry) }))),
      options.delete ? host.fact(FindFiles, { path: dest }) : [],
      options.delete ? host.fact(FindLinks, { path: dest }) : [],
    ]);

    const commands: Command[] = [...alignDirectory(top.path, top.info, { user, group, mode: dirMode ?? tree.mode })];
    tree.directories.forEach((entry, index) => {
      commands.push(...alignDirectory(at(entry), directories[index]!, { user, group, mode: dirMode ?? entry.mode }));
    });
    for (const [index, entry] of tree.files.entries()) {
      const wished = { user, group, mode: mode ?? entry.mode };
      commands.push(...await alignFile(entry, at(entry), files[index]!, digests[index]!, wished, host));
    }
    const wanted = new Set([...tree.files, ...tree.directories].map(at));
    const prefix = within(dest, "");
    for (const path of [...extra, ...links].filter((found) => found.startsWith(prefix))) {
      const inner = path.slice(prefix.length);
      const isExcluded = matchesAny(inner, exclude) || matchesAny(path, exclude) ||
        parentsOf(inner).some((parent) => matchesAny(parent, excludeDir));
      if (!wanted.has(path) && !isExcluded) commands.push(sh`rm -f ${path}`);
    }
    if (commands.length === 0) return host.noop(`directory ${dest} is already in sync`);
    yield* commands;
  },
);

/** The directory that a path leads to; without a link it costs no further round trip. */
async function directoryAt(path: string, host: OperationHost) {
  const [target, info] = await Promise.all([followLinks(path, host), host.fact(Directory, { path })]);
  return { path: target, info: target === path ? info : await host.fact(Directory, { path: target }) };
}

function alignDirectory(path: string, info: FileInfo | false | null, wished: Ownership): Command[] {
  if (info === false) {
    throw new OperationError(`${path} exists and is not a directory`, {
      hint: "Remove it, or make the directory with files.directory and force.",
    });
  }
  if (info) return [...alignOwnership(path, info, wished)];
  return [sh`mkdir -p ${pathWord(path)}`, ...setOwnership(path, wished)];
}

async function alignFile(
  entry: TreeEntry,
  path: string,
  info: FileInfo | false | null,
  digest: string | null,
  wished: Ownership,
  host: OperationHost,
): Promise<Command[]> {
  const isSame = digest !== null && digest === await hashContent(entry.url, "sha1", host.signal);
  const present = info === false && isSame ? await host.fact(File, { path: await followLinks(path, host) }) : info;
  if (isSame && present) return [...alignOwnership(path, present, wished)];
  return [upload(entry.url, path, wished)];
}

/** The directories that a relative path goes through: `a`, `a/b` for `a/b/c`. */
function parentsOf(path: string): string[] {
  const names = path.split("/").slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}
