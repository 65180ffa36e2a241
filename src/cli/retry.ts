import { isDeepStrictEqual } from "node:util";
import { UsageError } from "../api/mod.ts";
import {
  describeJournal,
  describeSubject,
  hideSecrets,
  type Journal,
  journalFolder,
  readJournals,
  type Subject,
} from "./journal.ts";

/** The hosts that the last run of the same inventory and scripts has not brought to its end. @throws {UsageError} */
export async function hostsToRetry(subject: Subject): Promise<ReadonlySet<string>> {
  const folder = journalFolder();
  return lastFailed(subject, folder === undefined ? [] : await readJournals(folder));
}

/** As {@linkcode hostsToRetry}, of these journals, the newest first. */
export function lastFailed(subject: Subject, journals: readonly Journal[]): ReadonlySet<string> {
  const sought = { ...subject, what: hideSecrets(subject.what) };
  const last = journals.find((journal) => isSame(journal.subject, sought));
  if (last === undefined) throw noneFound(sought, journals);
  const hosts = Object.entries(last.results.hosts).filter(([, { state }]) => state !== "ok").map(([name]) => name);
  if (hosts.length > 0) return new Set(hosts);
  throw new UsageError(`--retry-failed: no host failed in the last run: ${describeJournal(last)}`, {
    hint: "Leave --retry-failed out to run on all hosts.",
  });
}

function isSame(one: Subject, other: Subject): boolean {
  const key = ({ folder, inventory, what, shard }: Subject) => [folder, inventory, what, shard ?? null];
  return isDeepStrictEqual(key(one), key(other));
}

function noneFound(sought: Subject, journals: readonly Journal[]): UsageError {
  const text = `--retry-failed: there is no earlier run of ${describeSubject(sought)} from this folder`;
  return new UsageError(text, {
    hint: journals.length === 0
      ? "No run is recorded at all; --dry and what is not applied leave none."
      : ["The runs that there are, the last ones first:", ...journals.slice(0, 10).map(describeJournal)].join("\n  "),
  });
}
