import { UsageError } from "../api/mod.ts";

/** What the program itself needs: scripts, terminal, journal, name servers. */
const OWN = 64;
/** What a host may need at once: a connection, or the three streams of a process that makes it. */
const FOR_HOST = 3;
const MOST_AT_ONCE = 50;

/** How many hosts are connected to at a time, and how many may stay connected. */
export interface ConnectLimits {
  /** How many connections may be under way. */
  readonly parallel: number;
  /** How many hosts a run can hold. */
  readonly hosts: number;
  /** The open files that a process of this machine may have. */
  readonly openFiles: number;
}

/** What this machine lets a run connect to. */
export async function connectLimits(): Promise<ConnectLimits> {
  return limitsFor(await maxOpenFiles());
}

/** What a number of open files lets a run connect to. */
export function limitsFor(openFiles: number): ConnectLimits {
  const hosts = Math.max(1, Math.floor((openFiles - OWN) / FOR_HOST));
  return { parallel: Math.min(MOST_AT_ONCE, hosts), hosts, openFiles };
}

/** Refuses more hosts than this machine can be connected to. @throws {UsageError} */
export function checkHostCount(count: number, { hosts, openFiles }: ConnectLimits): void {
  if (count <= hosts) return;
  throw new UsageError(
    `Cannot connect to ${count} hosts at once: ${openFiles} open files, the limit of this process, are enough for ${hosts}`,
    {
      hint: `Raise it (ulimit -n ${count * FOR_HOST + OWN}), or run parts of the inventory: --shard 1/${
        Math.ceil(count / hosts) + 1
      } and so on.`,
    },
  );
}

async function maxOpenFiles(): Promise<number> {
  const limits = await Deno.readTextFile("/proc/self/limits").catch(() => undefined);
  const found = limits === undefined ? await askShell() : /^Max open files\s+(\S+)/m.exec(limits)?.[1];
  return found !== undefined && /^\d+$/.test(found) ? Number(found) : Infinity;
}

/** Where there is no /proc. */
async function askShell(): Promise<string | undefined> {
  try {
    const { stdout } = await new Deno.Command("sh", { args: ["-c", "ulimit -n"], stdin: "null" }).output();
    return new TextDecoder().decode(stdout).trim();
  } catch {
    return undefined;
  }
}
