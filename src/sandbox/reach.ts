import { basename, dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { pathOf, UsageError } from "../api/mod.ts";

/** What scripts in the sandbox may load and read on this machine and through it. */
export interface Reach {
  /** A script that the user has named: what lies below its folder is in reach. */
  add(url: string): void;
  /** Whether a module may be loaded from an address. @throws {UsageError} */
  assertMayLoad(url: string): void;
  /** Whether an operation may read a source. @throws {UsageError} */
  assertMayRead(source: URL): void;
}

/** What the reach depends on beside the scripts. */
export interface ReachOptions {
  /** The folders on other machines that modules were loaded from. */
  readonly remoteFolders: () => readonly string[];
  /** Addresses of this machine that the user has named otherwise. */
  readonly origins: readonly string[];
}

/** The most files that a folder may have which is held against the reach. */
const MOST_FILES = 100_000;

/** Makes the reach of no script. */
export function makeReach({ remoteFolders, origins }: ReachOptions): Reach {
  const folders = new Set<string>();
  const named = new Set(origins);

  const isBelow = (path: string) =>
    [...folders].some((folder) => path === folder || `${path}`.startsWith(slashed(folder)));
  const assertLocal = (url: URL) => {
    const path = fileURLToPath(url).replace(/(?<=.)[\\/]+$/, "");
    const real = realPath(path);
    if (!isBelow(real)) throw outOfReach(url, real === path ? "" : `, it leads to ${real}`, folders);
    return real;
  };
  return {
    add(url) {
      const address = new URL(url);
      if (address.protocol === "file:") folders.add(realPath(dirname(fileURLToPath(address))));
      else if (/^https?:$/.test(address.protocol)) named.add(address.origin);
    },
    assertMayLoad(url) {
      const address = new URL(url);
      if (address.protocol === "file:") assertLocal(address);
      else if (isThisMachine(address) && !named.has(address.origin)) {
        throw new UsageError(
          `A script in the sandbox must not load ${address.href}: that is a service of this machine`,
          {
            hint: "Only a script that comes from there itself may.",
          },
        );
      }
    },
    assertMayRead(source) {
      if (source.protocol === "data:") return;
      if (source.protocol === "file:") {
        const root = assertLocal(source);
        for (const link of linksBelow(root)) {
          const real = realPath(link);
          if (!isBelow(real)) throw outOfReach(source, `, in it ${link} leads to ${real}`, folders);
        }
        return;
      }
      const isNear = /^https?:$/.test(source.protocol) &&
        remoteFolders().some((folder) => source.href.startsWith(folder));
      if (isNear) return;
      throw new UsageError(`A script in the sandbox must not read ${source.href}: none of its modules is from there`, {
        hint: "By files.download the host fetches it itself.",
      });
    },
  };
}

function outOfReach(url: URL, why: string, folders: ReadonlySet<string>): UsageError {
  return new UsageError(`A script in the sandbox must not read ${pathOf(url)}${why}`, {
    hint: folders.size === 0
      ? "A script from elsewhere reads nothing of this machine in the sandbox."
      : `In the sandbox a script reads what lies below its own folder: ${[...folders].join(", ")}.`,
  });
}

/** The links in a folder and below, if it is one. */
function* linksBelow(folder: string): Generator<string> {
  let left = MOST_FILES;
  const open = isDirectory(folder) ? [folder] : [];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    for (const entry of Deno.readDirSync(path)) {
      if (left-- === 0) {
        throw new UsageError(`A script in the sandbox must not read ${folder}: it has more than ${MOST_FILES} files`);
      }
      const inner = join(path, entry.name);
      if (entry.isSymlink) yield inner;
      else if (entry.isDirectory) open.push(inner);
    }
  }
}

function isDirectory(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}

/** The path without links, also of what is not there (yet). */
function realPath(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch (error) {
    const parent = dirname(path);
    if (!(error instanceof Deno.errors.NotFound) || parent === path) return path;
    return join(realPath(parent), basename(path));
  }
}

function slashed(folder: string): string {
  return folder.endsWith(sep) ? folder : folder + sep;
}

function isThisMachine({ protocol, hostname }: URL): boolean {
  return /^https?:$/.test(protocol) && /^(localhost|.*\.localhost|127(\.\d+){3}|0\.0\.0\.0|\[::1?\])$/.test(hostname);
}
