import { deepStrictEqual, match, ok, throws } from "node:assert/strict";
import { UsageError } from "../api/mod.ts";
import { checkHostCount, connectLimits, limitsFor } from "./open_files.ts";

for (
  const [openFiles, parallel, hosts] of [
    [100, 12, 12],
    [1024, 50, 320],
    [20, 1, 1],
    [Infinity, 50, Infinity],
  ] as const
) {
  Deno.test(`${openFiles} open files are enough for ${hosts} hosts, ${parallel} connecting at a time`, () => {
    deepStrictEqual(limitsFor(openFiles), { parallel, hosts, openFiles });
  });
}

Deno.test("this machine's limit is found", async () => {
  const { stdout } = await new Deno.Command("sh", { args: ["-c", "ulimit -n"] }).output();
  const found = new TextDecoder().decode(stdout).trim();
  deepStrictEqual(String((await connectLimits()).openFiles), found === "unlimited" ? "Infinity" : found);
});

Deno.test("more hosts than the limit allows are refused with what to do", () => {
  checkHostCount(12, limitsFor(100));
  try {
    checkHostCount(13, limitsFor(100));
  } catch (error) {
    ok(error instanceof UsageError);
    match(error.message, /Cannot connect to 13 hosts at once: 100 open files, .* are enough for 12/);
    match(error.hint!, /ulimit -n 103\).*--shard 1\/3 /);
    return;
  }
  throw new Error("13 hosts were accepted");
});

Deno.test("docs/scale.md shows what is said", async () => {
  const docs = await Deno.readTextFile(new URL("../../docs/scale.md", import.meta.url));
  throws(() => checkHostCount(2000, limitsFor(1024)), ({ message, hint }: UsageError) => {
    ok(docs.includes(`${message}\n${hint}\n`), `${message}\n${hint}`);
    return true;
  });
});
