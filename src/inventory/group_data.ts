import { basename, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Data, didYouMean, DroverError, UsageError } from "../api/mod.ts";
import type { DataLayer } from "./data.ts";
import { described } from "./describe.ts";
import { isMapping } from "./parse.ts";
import { MODULE_FILE, readYaml, YAML_FILE } from "./read.ts";

/** Where data of groups are looked for. */
export interface GroupDataOptions {
  readonly cwd: string;
  /** The folder of the inventory file, if there is one. */
  readonly beside?: string;
  /** More folders and files. */
  readonly extra: readonly string[];
  readonly load: (specifier: string, referrer: string) => Promise<Record<string, unknown>>;
  /** The address of a local copy of a file of another machine. */
  readonly localCopy?: (address: string) => Promise<URL>;
  /** The groups that there are. */
  readonly groups: readonly string[];
  readonly warn: (message: string) => void;
}

interface GroupFile {
  readonly group: string;
  /** Absolute, or an address. */
  readonly path: string;
  /** The path as the user knows it. */
  readonly label: string;
}

/**
 * Reads `groupData/GROUP.ts`, `.yml`, `.json` … (and `group_data/`).
 *
 * @returns the layers of each group, the strongest first
 * @throws {DroverError} for a path that is not there and a file that gives no data.
 */
export async function readGroupData(options: GroupDataOptions): Promise<ReadonlyMap<string, readonly DataLayer[]>> {
  const roots = new Set([options.cwd, options.beside ?? options.cwd].map((folder) => resolve(folder)));
  const folders = [...roots].flatMap((root) => ["group_data", "groupData"].map((name) => join(root, name)));
  const files: GroupFile[] = [];
  for (const folder of folders) files.push(...await filesIn(folder, options.cwd) ?? []);
  for (const path of options.extra) files.push(...await filesAt(path, options.cwd));

  const layers = new Map<string, DataLayer[]>();
  for (const file of files) {
    if (!options.groups.includes(file.group)) {
      const advice = didYouMean(file.group, options.groups);
      options.warn(`${file.label} is not used: there is no group "${file.group}"${advice}`);
      continue;
    }
    const kind = file.group === "all" ? "all" : "group";
    const layer = {
      kind,
      source: `group "${file.group}" (${file.label})`,
      values: await readData(file, options),
    } as const;
    layers.set(file.group, [layer, ...layers.get(file.group) ?? []]);
  }
  return layers;
}

const REMOTE = /^(https?|jsr):/i;

async function filesAt(path: string, cwd: string): Promise<GroupFile[]> {
  if (REMOTE.test(path)) return [remoteFile(path)];
  const absolute = resolve(cwd, path);
  const inside = await filesIn(absolute, cwd);
  if (inside) return inside;
  const found = await Deno.stat(absolute).catch(() => undefined);
  if (found?.isFile && isDataFile(absolute)) return [groupFile(absolute, cwd)];
  const why = found ? "it is neither a folder nor a .ts, .yml or .json file" : "no such file or folder";
  throw new UsageError(`Cannot read the group data ${path}: ${why}`);
}

async function filesIn(folder: string, cwd: string): Promise<GroupFile[] | undefined> {
  const paths: string[] = [];
  try {
    for await (const entry of Deno.readDir(folder)) {
      if (!entry.isDirectory && isDataFile(entry.name)) paths.push(join(folder, entry.name));
    }
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound || cause instanceof Deno.errors.NotADirectory) return undefined;
    throw new DroverError("load", `Cannot read the folder ${folder}: ${(cause as Error).message}`, { cause });
  }
  return paths.sort().map((path) => groupFile(path, cwd));
}

// Names with "_" or "." in front are helpers of the files beside them.
function isDataFile(path: string): boolean {
  return (MODULE_FILE.test(path) || YAML_FILE.test(path)) && !/^[_.]/.test(basename(path));
}

function groupFile(path: string, cwd: string): GroupFile {
  const label = path.startsWith(`${resolve(cwd)}/`) ? path.slice(resolve(cwd).length + 1) : path;
  return { group: basename(path).replace(/\.\w+$/, ""), path, label };
}

/** What another machine has in its folders cannot be found out: a file is named. */
function remoteFile(address: string): GroupFile {
  const name = decodeURIComponent(new URL(address).pathname.split("/").pop()!);
  if (isDataFile(name)) return { group: name.replace(/\.\w+$/, ""), path: address, label: address };
  throw new UsageError(`Cannot read the group data ${address}: it is no .ts, .yml or .json file by its name`, {
    hint: "Name the files one by one; the name of a file is that of its group.",
  });
}

async function readData({ path, label }: GroupFile, { load, localCopy, cwd }: GroupDataOptions): Promise<Data> {
  const isRemote = REMOTE.test(path);
  if (MODULE_FILE.test(isRemote ? new URL(path).pathname : path)) {
    const module = await load(isRemote ? path : pathToFileURL(path).href, pathToFileURL(`${resolve(cwd)}/`).href);
    if (!("default" in module)) return { ...module };
    if (isMapping(module.default)) return module.default;
    throw new DroverError(
      "inventory",
      `${label}: expected an object as default export, found ${described(module.default)}`,
      {
        hint: "Write export default {…}, or export each key by its name.",
      },
    );
  }
  if (isRemote && localCopy === undefined) {
    throw new UsageError(`Cannot read the group data ${path}: only modules are loaded from other machines here`);
  }
  const { value, locate } = await readYaml(isRemote ? fileURLToPath(await localCopy!(path)) : path, label);
  if (value === null || value === undefined) return {};
  if (isMapping(value)) return value;
  throw new DroverError("inventory", `${locate([])}: expected keys with values, found ${described(value)}`);
}
