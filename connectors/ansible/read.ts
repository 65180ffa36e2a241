import { open, readdir, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import type { ConnectorContext } from "drover/connectors";
import { complaint, runProgram } from "../local_program.ts";
import { parsePrinted } from "../printed.ts";
import { readIni } from "./ini.ts";
import { type Inventory, mistake } from "./inventory.ts";
import { addVariables, hostVariables, readListing } from "./listing.ts";
import { labelOf, readText } from "./variable_files.ts";
import { readYaml, readYamlInventory } from "./yaml.ts";

const NO_INVENTORY = /(~|\.(pyc|pyo|swp|bak|rpm|md|txt|rst|orig|cfg|retry))$/;

/** Reads an inventory: a file, a program, or a folder of these. @throws {DroverError} with file and line */
export async function readSource(inventory: Inventory, path: string, context: ConnectorContext): Promise<void> {
  const info = await stat(path).catch((cause) => {
    throw mistake(labelOf(path), cause.code === "ENOENT" ? "there is no such file" : cause.message, "Check the path.");
  });
  if (!info.isDirectory()) return await readInventoryFile(inventory, path, (info.mode & 0o111) !== 0, context);
  const names = (await readdir(path)).filter((name) =>
    !name.startsWith(".") && !NO_INVENTORY.test(name) && name !== "group_vars" && name !== "host_vars"
  );
  // One after the other: what a later file says is stronger.
  for (const name of names.sort()) await readSource(inventory, join(path, name), context);
}

async function readInventoryFile(
  inventory: Inventory,
  path: string,
  executable: boolean,
  context: ConnectorContext,
): Promise<void> {
  const label = labelOf(path);
  if (await isProgram(path)) {
    if (executable) return await askProgram(inventory, path, context);
    throw mistake(label, "this is a program, but not executable", `Run chmod +x ${label}.`);
  }
  const text = await readText(path);
  if (![".yml", ".yaml", ".json"].includes(extname(path))) return readIni(inventory, text, label);
  const file = await readYaml(text, label);
  if (hostVariables(file.value)) readListing(inventory, file.value, label);
  else readYamlInventory(inventory, file, (message) => context.warn(message));
}

async function isProgram(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(4), 0, 4, 0);
    const start = new TextDecoder("latin1").decode(buffer.subarray(0, bytesRead));
    return start.startsWith("#!") || start === "\x7fELF";
  } finally {
    await file.close();
  }
}

async function askProgram(inventory: Inventory, path: string, context: ConnectorContext): Promise<void> {
  const listing = await answerOf(path, ["--list"], context);
  readListing(inventory, listing, labelOf(path));
  if (hostVariables(listing)) return;
  for (const host of inventory.hosts.keys()) {
    addVariables(inventory, host, await answerOf(path, ["--host", host], context), labelOf(path));
  }
}

async function answerOf(path: string, args: readonly string[], context: ConnectorContext): Promise<unknown> {
  const what = `${labelOf(path)} ${args.join(" ")}`;
  const result = await runProgram(path, args, context);
  if (!result) throw mistake(labelOf(path), "the interpreter in its first line is not installed here");
  if (result.code !== 0) throw mistake(what, `failed with ${complaint(result)}`);
  return parsePrinted(result.stdout, what);
}
