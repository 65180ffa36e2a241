import { isAbsolute, join } from "node:path";
import { pathOf } from "../api/mod.ts";
import { mask } from "../command/mod.ts";
import type { RunResults } from "../engine/mod.ts";
import { harmless } from "./colors.ts";
import { toJson } from "./render_json.ts";
import { type PlainResults, plainResults, resultsSchema } from "./results_schema.ts";

/** What a run was about: a later one with the same subject can go on where it failed. */
export interface Subject {
  /** Where it was started. */
  readonly folder: string;
  readonly inventory: string;
  /** The addresses of its scripts, or the words of an operation or of `exec`. */
  readonly what: readonly string[];
  readonly shard?: string;
}

/** What is kept of a run. */
export interface Journal {
  readonly type: "journal";
  /** When it ended, as ISO 8601. */
  readonly time: string;
  readonly commandLine: readonly string[];
  readonly subject: Subject;
  readonly results: PlainResults;
}

const KEPT = 50;

/** The folder of the journals; `undefined` for a user without a home. */
export function journalFolder(): string | undefined {
  const state = Deno.env.get("XDG_STATE_HOME");
  const home = Deno.env.get("HOME");
  if (state && isAbsolute(state)) return join(state, "drover", "runs");
  return home ? join(home, ".local", "state", "drover", "runs") : undefined;
}

/** Makes the journal of a run. What an interrupted run had not seen fail is unfinished. */
export function makeJournal(
  { commandLine, subject, results, interrupted }: {
    readonly commandLine: readonly string[];
    readonly subject: Subject;
    readonly results: RunResults;
    readonly interrupted: boolean;
  },
): Journal {
  const plain = plainResults(results);
  const hosts = Object.entries(plain.hosts).filter(([, { state }]) => state !== "left out").map(([name, host]) =>
    [name, interrupted && host.state === "ok" ? { ...host, state: "unfinished" as const } : host] as const
  );
  return {
    type: "journal",
    time: new Date().toISOString(),
    commandLine: hideSecrets(commandLine),
    subject: { ...subject, what: hideSecrets(subject.what) },
    results: { ...plain, hosts: Object.fromEntries(hosts) },
  };
}

/** Writes a journal, and removes the oldest ones. @throws what the file system says */
export async function writeJournal(folder: string, journal: Journal): Promise<string> {
  await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
  const name = `${journal.time.replaceAll(":", "-")}-${crypto.randomUUID().slice(0, 8)}`;
  const path = join(folder, `${name}.json`);
  // Who reads at the same time sees all of it or nothing.
  await Deno.writeTextFile(join(folder, `.${name}`), `${toJson(journal, 1)}\n`, { mode: 0o600, createNew: true });
  await Deno.rename(join(folder, `.${name}`), path);
  for (const old of (await journalNames(folder)).slice(KEPT)) await Deno.remove(join(folder, old)).catch(() => {});
  return path;
}

/** The journals in a folder, the newest first; what is none is left out. */
export async function readJournals(folder: string): Promise<Journal[]> {
  const read = async (name: string): Promise<Journal[]> => {
    try {
      const journal = JSON.parse(await Deno.readTextFile(join(folder, name)));
      const isOurs = journal.type === "journal" && Array.isArray(journal.subject.what) &&
        resultsSchema().safeParse(journal.results).success;
      return isOurs ? [journal] : [];
    } catch {
      return [];
    }
  };
  return (await Promise.all((await journalNames(folder)).map(read))).flat();
}

/** The newest first: names start with the time. */
async function journalNames(folder: string): Promise<string[]> {
  const names = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name).catch(() => []);
  return names.filter((name) => /^\d.*\.json$/.test(name)).sort().reverse();
}

/** Words without secrets: those that are known, values that are named like one, and who logs in in addresses. */
export function hideSecrets(words: readonly string[]): string[] {
  return words.map((word, index) => {
    if (/^--[\w-]*password$/i.test(words[index - 1] ?? "") && !word.startsWith("-")) return "***";
    return mask(word)
      .replace(/^([\w.-]*(?:passw|secret|token|credential)[\w.-]*=).+$/is, "$1***")
      .replaceAll(/(\w:\/\/)[^/@\s]+@/g, "$1***@");
  });
}

/** A journal as one line: when, what, and how its hosts ended. */
export function describeJournal({ time, subject, results }: Journal): string {
  const states = Object.values(results.hosts).map(({ state }) => state);
  const counts = [...Map.groupBy(states, (state) => state)].map(([state, all]) => `${all.length} ${state}`);
  return harmless(
    `${time.replace(/\..*$/, "Z")}  ${describeSubject(subject)} in ${subject.folder}: ${
      counts.join(", ") || "no hosts"
    }`,
  );
}

/** What a run was about, without its folder. */
export function describeSubject({ inventory, what, shard }: Subject): string {
  const words = what.map((word) => word.startsWith("file:") ? pathOf(word) : word);
  return [inventory, ...words, ...shard ? [`--shard ${shard}`] : []].join(" ");
}
