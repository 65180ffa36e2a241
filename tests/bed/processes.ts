/** The processes of this machine, as /proc shows them. @module */

/** A process that is not mistaken for a later one with the same number. */
export interface ProcessId {
  readonly pid: number;
  /** In clock ticks since the machine started. */
  readonly startTime: string;
}

/** Identifies a running process; `undefined` if there is none with that number. */
export async function processId(pid: number): Promise<ProcessId | undefined> {
  const status = await readStatus(pid);
  return status && { pid, startTime: status.startTime };
}

/** Whether that very process still runs; a zombie does not. */
export async function isRunning(id: ProcessId): Promise<boolean> {
  const status = await readStatus(id.pid);
  return status !== undefined && status.startTime === id.startTime && status.state !== "Z";
}

/** The processes below a process: its children, their children, and so on. */
export async function descendants(pid: number): Promise<ProcessId[]> {
  const all = await allProcesses();
  const below: ProcessId[] = [];
  const parents = new Set([pid]);
  for (let grown = true; grown;) {
    grown = false;
    for (const process of all) {
      if (!parents.has(process.parent) || parents.has(process.pid)) continue;
      parents.add(process.pid);
      below.push({ pid: process.pid, startTime: process.startTime });
      grown = true;
    }
  }
  return below;
}

/** The processes that were started with a variable in their environment, wherever they have moved to since. */
export async function withVariable(name: string, value: string): Promise<ProcessId[]> {
  const entry = `${name}=${value}`;
  const marked: ProcessId[] = [];
  for (const { pid, startTime } of await allProcesses()) {
    const environment = await readOrNothing(`/proc/${pid}/environ`);
    if (environment?.split("\0").includes(entry)) marked.push({ pid, startTime });
  }
  return marked;
}

/** Ends processes and waits until they are gone. */
export async function endProcesses(ids: readonly ProcessId[]): Promise<void> {
  for (const id of ids) if (await isRunning(id)) kill(id.pid);
  const deadline = Date.now() + 10_000;
  for (const id of ids) {
    while (await isRunning(id)) {
      if (Date.now() > deadline) throw new Error(`Process ${id.pid} of the test bed does not end`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }
}

function kill(pid: number): void {
  try {
    Deno.kill(pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound) && !(error instanceof TypeError)) throw error;
  }
}

interface Status {
  readonly pid: number;
  readonly state: string;
  readonly parent: number;
  readonly startTime: string;
}

async function allProcesses(): Promise<Status[]> {
  const all: Status[] = [];
  for await (const entry of Deno.readDir("/proc")) {
    const status = /^\d+$/.test(entry.name) ? await readStatus(Number(entry.name)) : undefined;
    if (status) all.push(status);
  }
  return all;
}

async function readStatus(pid: number): Promise<Status | undefined> {
  const text = await readOrNothing(`/proc/${pid}/stat`);
  // The program's name stands in brackets and may hold anything, brackets too.
  const fields = text?.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, parent] = fields ?? [];
  const startTime = fields?.[19];
  if (state === undefined || parent === undefined || startTime === undefined) return undefined;
  return { pid, state, parent: Number(parent), startTime };
}

async function readOrNothing(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch {
    return undefined;
  }
}
