import { basename, dirname, extname, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { didYouMean, DroverError, messageOf, UsageError } from "../api/mod.ts";
import { described } from "./describe.ts";
import { hostNameProblem, type ParsedGroup, parseSpec } from "./parse.ts";
import { MODULE_FILE, readYaml, YAML_FILE } from "./read.ts";

/** What reading an inventory needs. */
export interface SourceOptions {
  readonly cwd: string;
  /** Imports a module. */
  readonly load: (specifier: string, referrer: string) => Promise<Record<string, unknown>>;
  /** The address of a local copy of a file of another machine. Default: nothing but modules comes from there. */
  readonly localCopy?: (address: string) => Promise<URL>;
}

/** An inventory as it was read. */
export interface InventorySource {
  /** Its groups, `all` first. */
  readonly groups: readonly ParsedGroup[];
  /** The folder that it stands in, if it is a local file. */
  readonly folder?: string;
}

const ADDRESS = /^(https?|file|jsr|npm|data):/i;
const REMOTE = /^(https?|jsr):/i;
const OTHER_FILE = /\.(py|ini|toml|cfg|txt)$/i;

/**
 * Reads the inventory that an operand of the command line names: a file, an address of a module, or hosts with commas
 * between them.
 *
 * @throws {UsageError} for a path where nothing is.
 */
export async function readInventory(operand: string, options: SourceOptions): Promise<InventorySource> {
  if (operand.trim() === "") throw new UsageError("The inventory is empty", { hint: "Name a file or hosts." });
  if (operand.startsWith("file:")) return await readFile(fileURLToPath(operand), options);
  if (ADDRESS.test(operand)) return await readAddress(operand, options);
  if (
    !operand.startsWith("@") && looksLikePath(operand) && (await isFile(operand, options) || !operand.includes(","))
  ) {
    return await readFile(operand, options);
  }
  return { groups: [namedHosts(operand)] };
}

function looksLikePath(operand: string): boolean {
  return operand.includes("/") || MODULE_FILE.test(operand) || YAML_FILE.test(operand) || OTHER_FILE.test(operand);
}

async function isFile(path: string, { cwd }: SourceOptions): Promise<boolean> {
  const found = await Deno.stat(resolve(cwd, path)).catch(() => undefined);
  return found !== undefined && !found.isDirectory;
}

async function readFile(operand: string, options: SourceOptions): Promise<InventorySource> {
  const path = resolve(options.cwd, operand);
  if (!await isFile(path, options)) {
    const names = await Array.fromAsync(Deno.readDir(dirname(path)), ({ name }) => name).catch(() => []);
    throw new UsageError(`Cannot read the inventory ${operand}: no such file${didYouMean(basename(path), names)}`, {
      hint: "Check the path; hosts are named without a slash, connectors with @ in front.",
    });
  }
  const folder = dirname(path);
  if (YAML_FILE.test(path)) return { groups: parseSpec(await readYaml(path, operand)), folder };
  if (MODULE_FILE.test(path)) {
    return { groups: await loadSpec(pathToFileURL(path).href, operand, options), folder };
  }
  throw new UsageError(`Cannot read the inventory ${operand}: "${extname(path)}" is no kind of inventory`, {
    hint: "An inventory is a .ts, .js, .yml, .yaml or .json file; Ansible's are read by @ansible/PATH.",
  });
}

async function readAddress(address: string, options: SourceOptions): Promise<InventorySource> {
  if (URL.canParse(address) && YAML_FILE.test(new URL(address).pathname)) {
    if (options.localCopy && REMOTE.test(address)) {
      return { groups: parseSpec(await readYaml(fileURLToPath(await options.localCopy(address)), address)) };
    }
    throw new UsageError(`Cannot read the inventory ${address}: an inventory from an address has to be a module`, {
      hint: "Download the file, or serve it as a .ts module with a default export.",
    });
  }
  return { groups: await loadSpec(address, address, options) };
}

async function loadSpec(specifier: string, label: string, options: SourceOptions): Promise<readonly ParsedGroup[]> {
  const module = await options.load(specifier, pathToFileURL(`${resolve(options.cwd)}/`).href);
  if (!("default" in module)) {
    throw new DroverError("inventory", `${label} has no default export`, {
      hint: "Write export default { groups: {…} } satisfies InventorySpec, or export a function that gives it.",
    });
  }
  let value = module.default;
  if (typeof value === "function") {
    try {
      value = await value();
    } catch (cause) {
      if (cause instanceof DroverError) throw cause;
      throw new DroverError("inventory", `The function of the inventory ${label} failed: ${messageOf(cause)}`, {
        cause,
      });
    }
    if (typeof value === "function") {
      throw new DroverError("inventory", `The function of the inventory ${label} gave ${described(value)}`);
    }
  }
  return parseSpec({ value, locate: () => label });
}

function namedHosts(operand: string): ParsedGroup {
  const names = [...new Set(operand.split(",").map((name) => name.trim()).filter((name) => name !== ""))];
  for (const name of names) {
    const problem = hostNameProblem(name) ??
      (!name.startsWith("@") && looksLikePath(name) ? `"${name}" looks like a file` : undefined);
    if (!problem) continue;
    throw new UsageError(`Cannot use the inventory "${operand}": ${problem}`, {
      hint: "Name one file, or hosts and connectors with commas between them.",
    });
  }
  if (names.length === 0) throw new UsageError(`Cannot use the inventory "${operand}": it names no host`);
  const hosts = names.map((reference) => ({ reference, data: {} }));
  return { name: "all", hosts, data: {}, children: [], place: "the command line" };
}
