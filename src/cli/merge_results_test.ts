import { deepStrictEqual, match, throws } from "node:assert/strict";
import { mergeResults, readResults } from "./merge_results.ts";

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

function results(states: Readonly<Record<string, string>>, operations: readonly unknown[] = []): string {
  const hosts = Object.fromEntries(Object.entries(states).map(([name, state]) => [name, { state, roundTrips: 1 }]));
  return line({ type: "results", results: { operations, hosts } });
}

function operation(identity: string, hosts: Readonly<Record<string, string>>) {
  return { identity, name: `step ${identity}`, hosts };
}

Deno.test("results of shards are one: a host that is left out in one is what it is in the other", () => {
  const one = results({ web1: "ok", web2: "left out", web3: "left out" }, [operation("a", { web1: "changed" })]);
  const two = line({ type: "stage", stage: "connect" }) +
    results({ web1: "left out", web2: "failed", web3: "left out" }, [
      operation("a", { web2: "unchanged" }),
      operation("b", { web2: "failed" }),
    ]);
  const merged = mergeResults([readResults("1.json", one), readResults("2.json", two)]);
  deepStrictEqual(Object.entries(merged.hosts).map(([name, { state }]) => `${name} ${state}`), [
    "web1 ok",
    "web2 failed",
    "web3 left out",
  ]);
  deepStrictEqual(merged.operations, [
    operation("a", { web1: "changed", web2: "unchanged" }),
    operation("b", { web2: "failed" }),
  ]);
});

Deno.test("a host in two files is an error", () => {
  const read = (file: string) => readResults(file, results({ web1: "ok" }));
  throws(() => mergeResults([read("1.json"), read("2.json")]), /web1 is in the results of 1\.json and of 2\.json/);
});

Deno.test("a plan with changes that nothing followed is pending", () => {
  const plan = (outcome: string) =>
    line({ type: "plan", plan: { operations: [{ hosts: { web1: { outcome } } }], incomplete: [], owed: [] } });
  const done = results({ web1: "ok" });
  deepStrictEqual(readResults("1.json", plan("change") + done).isPending, true);
  deepStrictEqual(readResults("1.json", plan("none") + done).isPending, false);
  const applied = results({ web1: "ok" }, [operation("a", { web1: "changed" })]);
  deepStrictEqual(readResults("1.json", plan("change") + applied).isPending, false);
});

for (
  const [what, text, says] of [
    ["nothing", "", /1\.json has no results/],
    ["a run that broke off", line({ type: "stage", stage: "connect" }), /1\.json has no results/],
    ["no JSON", `${line({ type: "stage" })}Killed\n`, /1\.json:2 is no JSON: "Killed"/],
    ["half a line", results({ web1: "ok" }).slice(0, 40), /1\.json:1 is no JSON/],
    ["other JSON", '{"a": 1}', /has no results/],
    ["a number", "7", /has no results/],
    ["null", "null", /has no results/],
    [
      "results of another form",
      results({ web1: "fine" }),
      /the results are not those of a run: results\.hosts\.web1\.state/,
    ],
  ] as const
) {
  Deno.test(`${what} is refused`, () => {
    throws(() => readResults("1.json", text), (error) => {
      match((error as Error).message, says);
      return true;
    });
  });
}
