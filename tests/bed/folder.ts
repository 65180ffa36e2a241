/**
 * What is started for tests has a folder each under one place, which says whose it is and what was started.
 * A folder whose owner is gone without having stopped it is cleaned at the next start.
 *
 * @module
 */
import { join } from "node:path";
import { BEDS, isFile, listFolders, locked } from "./place.ts";
import { descendants, endProcesses, isRunning, type ProcessId, processId, withVariable } from "./processes.ts";
import { removeUsersIfUnused } from "./users.ts";

/** The variable that marks what sessions on a test bed start. */
export const MARK = "DROVER_BED";

/** How a folder is made. */
export interface FolderOptions {
  /** It stays when this process ends, until somebody stops it. Default: `false`. */
  readonly keep?: boolean;
}

/** Makes a folder for something to start, and cleans what others have left behind. */
export function makeFolder(kind: string, options: FolderOptions = {}): Promise<string> {
  return locked(async () => {
    for (const stale of await listFolders()) if (await isStale(stale)) await clean(stale);
    const folder = await Deno.makeTempDir({ dir: BEDS, prefix: `${kind}-` });
    // Login users find their keys below.
    await Deno.chmod(folder, 0o755);
    const owner = options.keep ? undefined : await processId(Deno.pid);
    if (owner) await note(folder, "owner", owner);
    return folder;
  });
}

/** Notes a process that was started for a folder, so that it is ended with it. */
export async function recordProcess(folder: string, pid: number): Promise<void> {
  const id = await processId(pid);
  if (id) await note(folder, "processes", id);
}

/** Ends all that was started for a folder and forgets it. */
export function removeFolder(folder: string): Promise<void> {
  return locked(() => clean(folder));
}

/** A bed that is there now. */
export interface BedEntry {
  readonly folder: string;
  /** The process that ends it; `undefined` if it runs until somebody stops it. */
  readonly owner?: number;
}

/** The beds that are there now. */
export function listBeds(): Promise<BedEntry[]> {
  return locked(async () => {
    const owner = async (folder: string) => (await noted(folder, "owner"))[0]?.pid;
    return await Promise.all((await listFolders()).map(async (folder) => ({ folder, owner: await owner(folder) })));
  });
}

/** Ends the beds that run until somebody stops them, and those whose owner is gone. */
export function stopKeptBeds(): Promise<string[]> {
  return locked(async () => {
    const stopped: string[] = [];
    for (const folder of await listFolders()) {
      if ((await noted(folder, "owner")).length > 0 && !await isStale(folder)) continue;
      await clean(folder);
      stopped.push(folder);
    }
    return stopped;
  });
}

async function clean(folder: string): Promise<void> {
  const running: ProcessId[] = [];
  for (const process of await noted(folder, "processes")) if (await isRunning(process)) running.push(process);
  const below = await Promise.all(running.map((process) => descendants(process.pid)));
  await endProcesses([...running, ...below.flat(), ...await withVariable(MARK, folder)]);
  await refuseMounts(folder);
  await Deno.remove(folder, { recursive: true });
  await removeUsersIfUnused();
}

/** A mount in the folder would be emptied with it; the mounts of a bed live in a namespace and end with its processes. */
async function refuseMounts(folder: string): Promise<void> {
  const mounts = await Deno.readTextFile("/proc/self/mounts");
  const below = mounts.split("\n").map((line) => line.split(" ")[1]).find((path) => path?.startsWith(folder));
  if (below) throw new Error(`Cannot remove the test bed ${folder}: ${below} is mounted; unmount it first`);
}

async function isStale(folder: string): Promise<boolean> {
  const [owner] = await noted(folder, "owner");
  return owner !== undefined && !(await isRunning(owner));
}

type Note = "owner" | "processes";

async function note(folder: string, name: Note, { pid, startTime }: ProcessId): Promise<void> {
  await Deno.writeTextFile(join(folder, name), `${pid} ${startTime}\n`, { append: true });
}

async function noted(folder: string, name: Note): Promise<ProcessId[]> {
  const path = join(folder, name);
  if (!await isFile(path)) return [];
  const lines = (await Deno.readTextFile(path)).split("\n").filter((line) => line);
  return lines.map((line) => line.split(" ")).map(([pid, startTime = ""]) => ({ pid: Number(pid), startTime }));
}
