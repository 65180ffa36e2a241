import { join } from "node:path";
import { DroverError, messageOf } from "../api/mod.ts";

/** What an address gave when it was agreed to. */
export interface Locked {
  /** Where it was found in the end. */
  readonly url: string;
  readonly sha256: string;
}

/** The file that says which remote code a project has agreed to. */
export interface LockFile {
  readonly path: string;
  get(address: string): Locked | undefined;
  set(address: string, locked: Locked): void;
  /** Writes what was set. @throws {DroverError} */
  save(): Promise<void>;
}

/** The name of the lock file. */
export const LOCK_FILE = "drover.lock";

/** Reads the lock file of a folder; one that is not there is empty. @throws {DroverError} for one that is broken. */
export async function readLockFile(folder: string): Promise<LockFile> {
  const path = join(folder, LOCK_FILE);
  let modules = new Map(Object.entries(await readModules(path)));
  const changes = new Map<string, Locked>();
  return {
    path,
    get: (address) => modules.get(address),
    set(address, { url, sha256 }) {
      const known = modules.get(address);
      if (known?.url === url && known.sha256 === sha256) return;
      modules.set(address, { url, sha256 });
      changes.set(address, { url, sha256 });
    },
    async save() {
      if (changes.size === 0) return;
      // Another run may have written in the meantime.
      modules = new Map([...Object.entries(await readModules(path)), ...changes]);
      changes.clear();
      const sorted = [...modules].sort(([one], [other]) => one < other ? -1 : 1);
      await writeWhole(path, `${JSON.stringify({ version: 1, modules: Object.fromEntries(sorted) }, undefined, 2)}\n`);
    },
  };
}

async function readModules(path: string): Promise<Record<string, Locked>> {
  const text = await Deno.readTextFile(path).catch((cause) => {
    if (cause instanceof Deno.errors.NotFound) return undefined;
    throw new DroverError("load", `Cannot read ${path}: ${messageOf(cause)}`, { cause });
  });
  if (text === undefined) return {};
  const hint = `Repair it, or take it away: then what is loaded is asked for again.`;
  if (/^(<{7}|={7}|>{7})/m.test(text)) {
    throw new DroverError("load", `Cannot read ${path}: it has the marks of a merge conflict`, { hint });
  }
  let value;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new DroverError("load", `Cannot read ${path}: it is no JSON: ${messageOf(cause)}`, { hint, cause });
  }
  if (value?.version !== 1) {
    throw new DroverError("load", `Cannot read ${path}: expected version 1, found ${JSON.stringify(value?.version)}`, {
      hint: "It was written by another version of Drover.",
    });
  }
  for (const [address, locked] of Object.entries((value.modules ?? {}) as Record<string, Partial<Locked> | null>)) {
    if (typeof locked?.url === "string" && /^[0-9a-f]{64}$/.test(locked.sha256 ?? "")) continue;
    throw new DroverError("load", `Cannot read ${path}: "${address}" has no address with 64 hex digits of SHA-256`, {
      hint,
    });
  }
  return value.modules ?? {};
}

async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    await Deno.writeTextFile(temporary, text);
    await Deno.rename(temporary, path);
  } catch (cause) {
    await Deno.remove(temporary).catch(() => {});
    throw new DroverError("load", `Cannot write ${path}: ${messageOf(cause)}`, { cause });
  }
}
