import { DroverError, messageOf, pathOf } from "../api/mod.ts";
import { nearestFile } from "./explain.ts";
import type { Fetched } from "./graph.ts";

/** Reads a module from the disk. @throws {DroverError} with the file of that folder that has the nearest name. */
export async function readLocal(url: string, importedBy: string | undefined): Promise<Fetched> {
  const address = new URL(url);
  address.search = address.hash = "";
  try {
    return { url, bytes: readNow(address), contentType: "" };
  } catch (cause) {
    const info = await Deno.stat(address).catch(() => undefined);
    const near = info ? "" : await nearestFile(address);
    const what = info?.isDirectory ? "it is a directory" : info ? messageOf(cause) : "no such file";
    if (importedBy === undefined) {
      throw new DroverError("load", `Cannot load ${pathOf(url)}: ${what}${near}`, { cause });
    }
    throw new DroverError("load", `Cannot load ${pathOf(importedBy)}: ${what}: ${pathOf(url)}${near}`, {
      hint: "A relative import belongs to the file that writes it.",
      cause,
    });
  }
}

// Modules are small, and waiting for a thread takes longer than reading one.
function readNow(address: URL): Uint8Array {
  return Deno.readFileSync(address);
}
