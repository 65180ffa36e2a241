/** The folders `group_vars` and `host_vars`. */
import { readdir, readFile, stat } from "node:fs/promises";
import { extname, join, relative } from "node:path";
import { isMapping, kindOf, mistake, type Variables } from "./inventory.ts";
import { readYaml } from "./yaml.ts";

/** Where variables are looked for. */
export interface VariableFiles {
  /** The folders that hold `group_vars` and `host_vars`, the weakest first. */
  readonly roots: readonly string[];
  readonly warn: (message: string) => void;
}

const ENDINGS = ["", ".yml", ".yaml", ".json"];

/** The variables of a group or a host in files, from each of the roots. @throws {DroverError} with file and line */
export async function variablesOf(
  kind: "group_vars" | "host_vars",
  name: string,
  { roots, warn }: VariableFiles,
): Promise<Variables[]> {
  // What a program names is no path: it must not lead out of the folder.
  if (/[/\0]|^\.\.?$/.test(name)) return roots.map(() => ({}));
  return await Promise.all(roots.map(async (root) => {
    const candidates = ENDINGS.map((ending) => join(root, kind, `${name}${ending}`));
    const found = await Promise.all(candidates.map((path) => stat(path).catch(() => undefined)));
    const present = candidates.filter((_, index) => found[index] !== undefined);
    const [first, ...others] = present;
    for (const other of others) warn(`${labelOf(other)} is not used, because ${labelOf(first!)} is there, too`);
    if (first === undefined) return {};
    return Object.assign({}, ...await Promise.all((await filesAt(first)).map(readVariables)));
  }));
}

async function filesAt(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = (await readdir(path)).filter((name) => !name.startsWith(".") && !name.endsWith("~")).sort();
  const inside = await Promise.all(names.map(async (name) => {
    const inner = join(path, name);
    const isFolder = (await stat(inner)).isDirectory();
    if (isFolder) return extname(name) === "" ? await filesAt(inner) : [];
    return ENDINGS.includes(extname(name)) ? [inner] : [];
  }));
  return inside.flat();
}

async function readVariables(path: string): Promise<Variables> {
  const { value, place } = await readYaml(await readText(path), labelOf(path));
  if (value === null || value === undefined) return {};
  if (isMapping(value)) return value;
  throw mistake(place([]), `expected variables by their names, found ${kindOf(value)}`);
}

/** The text of a file. @throws {DroverError} */
export async function readText(path: string): Promise<string> {
  return await readFile(path, "utf8").catch((cause) => {
    throw mistake(labelOf(path), `cannot be read: ${cause.message}`);
  });
}

/** How a file is called in messages: from the working folder, where it is below. */
export function labelOf(path: string): string {
  const label = relative(Deno.cwd(), path);
  return label.startsWith("..") ? path : label;
}
