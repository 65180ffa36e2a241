import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { DroverError, messageOf } from "../api/mod.ts";

/** A folder for what can be made or fetched again. Whoever can write to it can run code as its user: it is private. */
export interface Cache {
  /** The content of a file; `undefined` where there is none. */
  read(name: string): Uint8Array | undefined;
  readJson<T>(name: string): T | undefined;
  /** Writes a file, whole or not at all. */
  write(name: string, content: string | Uint8Array): Promise<void>;
  /** The address that a file has or would have. */
  address(name: string): string;
  /** The address of a file, written if it is not there. */
  keep(name: string, content: () => string): Promise<string>;
}

/** The user's own cache folder. */
export function cacheFolder(environment: (name: string) => string | undefined): string {
  const home = environment("HOME") ?? environment("USERPROFILE");
  const base = environment("XDG_CACHE_HOME") || environment("LOCALAPPDATA") || (home && join(home, ".cache"));
  return join(base || Deno.cwd(), base ? "drover" : ".drover-cache", "modules");
}

/** Opens a cache; where the folder cannot be used, a temporary one that lasts as long as the program. */
export function openCache(wanted: string, warn: (message: string) => void): Cache {
  let opened: string | undefined;
  const path = (name: string) => join(opened ??= prepareFolder(wanted, warn), name);
  const read = (name: string) => readNow(path(name));
  const write = async (name: string, content: string | Uint8Array) => {
    const target = path(name);
    // Others may write the same file now: each writes its own, and the last to rename wins.
    const temporary = `${target}.${crypto.randomUUID()}.tmp`;
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    try {
      await Deno.mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await Deno.writeFile(temporary, bytes, { mode: 0o600 });
      await Deno.rename(temporary, target);
    } catch (cause) {
      await Deno.remove(temporary).catch(() => {});
      throw new DroverError("load", `Cannot write into the cache: ${messageOf(cause)}`, {
        hint: "Make room there, or name another folder in XDG_CACHE_HOME; drover cache --clean empties it.",
        cause,
      });
    }
  };
  return {
    read,
    write,
    readJson(name) {
      const bytes = read(name);
      try {
        return bytes && JSON.parse(new TextDecoder().decode(bytes));
      } catch {
        return undefined;
      }
    },
    address: (name) => pathToFileURL(path(name)).href,
    async keep(name, content) {
      const target = path(name);
      if (!isThere(target)) await write(name, content());
      return pathToFileURL(target).href;
    },
  };
}

function prepareFolder(wanted: string, warn: (message: string) => void): string {
  try {
    Deno.mkdirSync(wanted, { recursive: true, mode: 0o700 });
    const { uid, mode } = Deno.lstatSync(wanted);
    if (uid !== null && uid !== Deno.uid()) throw new Error("it belongs to another user");
    if (mode !== null && mode & 0o022) throw new Error("others may write to it");
    Deno.removeSync(Deno.makeTempFileSync({ dir: wanted }));
    return wanted;
  } catch (error) {
    const folder = Deno.makeTempDirSync({ prefix: "drover-cache-" });
    addEventListener("unload", () => removeFolder(folder));
    warn(`Cannot use the cache folder ${wanted}: ${messageOf(error)}; this run does without it`);
    return folder;
  }
}

// Many small files: reading one takes a tenth of the time that waiting for a thread takes.
function readNow(path: string): Uint8Array | undefined {
  try {
    return Deno.readFileSync(path);
  } catch {
    return undefined;
  }
}

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

function removeFolder(folder: string): void {
  try {
    Deno.removeSync(folder, { recursive: true });
  } catch {
    // It is in a folder for temporary files.
  }
}

/** The SHA-256 of content, as hex digits. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
