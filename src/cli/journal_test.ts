import { deepStrictEqual, match, ok, strictEqual, throws } from "node:assert/strict";
import { join } from "node:path";
import { secret } from "../api/mod.ts";
import type { RunResults } from "../engine/mod.ts";
import { hideSecrets, type Journal, makeJournal, readJournals, type Subject, writeJournal } from "./journal.ts";
import { lastFailed } from "./retry.ts";

const subject: Subject = {
  folder: "/srv/project",
  inventory: "/srv/project/hosts.ts",
  what: ["file:///srv/project/web.ts"],
};

type State = "ok" | "failed" | "unreachable" | "left out";

function journalOf(states: Readonly<Record<string, State>>, about: Subject = subject, interrupted = false): Journal {
  const hosts = new Map(Object.entries(states).map(([name, state]) => [name, { state, roundTrips: 1 }]));
  const results: RunResults = { operations: [], hosts };
  return makeJournal({ commandLine: ["hosts.ts", "web.ts"], subject: about, results, interrupted });
}

Deno.test("--retry-failed takes what failed or was unreachable in the last run of the same subject", () => {
  const journals = [
    journalOf({ web9: "failed" }, { ...subject, what: ["file:///srv/project/other.ts"] }),
    journalOf({ web9: "failed" }, { ...subject, folder: "/elsewhere" }),
    journalOf({ web9: "failed" }, { ...subject, shard: "1/2" }),
    journalOf({ web1: "ok", web2: "failed", web3: "unreachable", web4: "left out" }),
    journalOf({ web1: "failed" }),
  ];
  deepStrictEqual([...lastFailed(subject, journals)], ["web2", "web3"]);
});

Deno.test("--retry-failed after an interrupt takes all hosts of the run: nobody knows which were through", () => {
  const journals = [journalOf({ web1: "ok", web2: "failed", web3: "left out" }, subject, true)];
  deepStrictEqual([...lastFailed(subject, journals)], ["web1", "web2"]);
});

Deno.test("--retry-failed says which runs there are where there is none", () => {
  const other = { ...subject, what: ["file:///srv/project/other.ts"] };
  throws(() => lastFailed(subject, [journalOf({ web1: "ok" }, other)]), (error) => {
    const { message, hint } = error as { message: string; hint: string };
    match(message, /there is no earlier run of \/srv\/project\/hosts\.ts \/srv\/project\/web\.ts/);
    match(
      hint,
      /\d{4}-\d\d-\d\dT[\d:]+Z {2}\/srv\/project\/hosts\.ts \/srv\/project\/other\.ts in \/srv\/project: 1 ok/,
    );
    return true;
  });
  throws(() => lastFailed(subject, [journalOf({ web1: "ok" })]), /no host failed in the last run/);
});

Deno.test("a run with a password is found again, and the password is not written down", () => {
  const about = { ...subject, what: ["mysql.user", "root", "password=hunter22"] };
  const journal = journalOf({ web1: "failed" }, about);
  ok(!JSON.stringify(journal).includes("hunter22"));
  deepStrictEqual([...lastFailed(about, [journal])], ["web1"]);
});

Deno.test("secrets are hidden in words", () => {
  secret("kn0wn-secret");
  deepStrictEqual(
    hideSecrets(["--ssh-password", "x", "--ssh_password=x", "--data", "apiToken=x", "a=kn0wn-secret", "port=1"]),
    ["--ssh-password", "***", "--ssh_password=***", "--data", "apiToken=***", "a=***", "port=1"],
  );
  deepStrictEqual(hideSecrets(["https://me:pw@example.net/a.ts"]), ["https://***@example.net/a.ts"]);
});

Deno.test("journals are the user's alone, the last 50 are kept, and what is none is passed over", async () => {
  const folder = await Deno.makeTempDir({ prefix: "drover-runs-" });
  try {
    const runs = join(folder, "state", "runs");
    const time = (index: number) => new Date(Date.UTC(2026, 0, 1, 0, index)).toISOString();
    for (let index = 0; index < 52; index++) {
      await writeJournal(runs, { ...journalOf({ web1: "ok" }), time: time(index) });
    }
    await Deno.writeTextFile(join(runs, "2026-02-01T00-00-00.000Z-broken.json"), '{"type":"journal"');
    await Deno.writeTextFile(join(runs, "2026-02-02T00-00-00.000Z-other.json"), '{"type":"journal","results":[]}');
    const found = await readJournals(runs);
    deepStrictEqual([found.length, found[0]!.time, found.at(-1)!.time], [50, time(51), time(2)]);
    for await (const { name } of Deno.readDir(runs)) {
      if (name.includes("-01-")) strictEqual((await Deno.stat(join(runs, name))).mode! & 0o777, 0o600);
    }
    strictEqual((await Deno.stat(runs)).mode! & 0o777, 0o700);
    deepStrictEqual(await readJournals(join(folder, "nothing")), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
