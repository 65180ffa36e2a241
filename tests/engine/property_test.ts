import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import type { FakeCommand } from "./fake_connector.ts";
import { runOn, type TestRun, type TestRunOptions } from "./harness.ts";
import {
  findRunAfterFailure,
  findWrongOrder,
  type Program,
  type ProgramOptions,
  programs,
  readSaid,
  scriptOf,
  simulate,
  sourceOf,
} from "./programs.ts";

const RUNS = Number(Deno.env.get("DROVER_PROPERTY_RUNS") ?? 25);
const PATIENCE = 20;

interface Setting {
  readonly mode: "barrier" | "free" | "serial";
  readonly parallel: number | undefined;
  readonly skipPlan: boolean;
  /** Hosts answer at different paces. */
  readonly pace: number;
}

const settings = fc.record({
  mode: fc.constantFrom<Setting["mode"]>("barrier", "barrier", "free", "serial"),
  parallel: fc.constantFrom(undefined, undefined, 1, 2),
  skipPlan: fc.boolean(),
  pace: fc.nat(20),
});

async function runProgram(program: Program, hosts: number, { mode, parallel, skipPlan, pace }: Setting) {
  const answer = async (command: FakeCommand) => {
    const turns = (hash(`${command.host} ${command.text}`) * pace) % 4;
    for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setTimeout(resolve));
    return { code: command.kind === "command" && readSaid(command).failed ? 1 : 0 };
  };
  const options: TestRunOptions = { hosts, answer, skipPlan, strategy: { mode, parallel }, patience: PATIENCE };
  return await runOn(await scriptOf(program), options);
}

function hash(text: string): number {
  return [...text].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 9973, 7);
}

function property(
  name: string,
  options: Partial<ProgramOptions>,
  check: (ran: TestRun, program: Program, hosts: number, setting: Setting) => void,
  setting: fc.Arbitrary<Setting> = settings,
  runs = RUNS,
): void {
  Deno.test(name, async () => {
    const all: Omit<ProgramOptions, "hosts"> = {
      failures: false,
      branches: true,
      unknowns: false,
      together: true,
      parallel: true,
      ...options,
    };
    const hosts = fc.integer({ min: 1, max: 4 });
    const cases = hosts.chain((count) => fc.tuple(fc.constant(count), programs({ hosts: count, ...all }), setting));
    const seed = Deno.env.get("DROVER_PROPERTY_SEED");
    await fc.assert(
      fc.asyncProperty(cases, async ([count, program, how]) => {
        const ran = await runProgram(program, count, how);
        try {
          check(ran, program, count, how);
        } catch (error) {
          const log = ran.commands.map(({ host, text }) => `  ${host} ${text}`).join("\n");
          throw new Error(`${(error as Error).message}\n${sourceOf(program)}\n${ran.meetings.join("\n")}\n${log}`);
        }
      }),
      { numRuns: runs, endOnFailure: false, interruptAfterTimeLimit: 120_000, ...(seed ? { seed: Number(seed) } : {}) },
    );
  });
}

function keepsOrder(ran: TestRun): void {
  const said = ran.commands.map(readSaid);
  strictEqual(findWrongOrder(said), undefined);
  strictEqual(findRunAfterFailure(said), undefined);
}

function namesOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `host${index + 1}`);
}

property(
  "every host keeps its own order whatever fails, and every run ends",
  { failures: true, unknowns: true },
  keepsOrder,
);

property("a program in which nothing fails runs as a whole", { unknowns: true }, (ran, program, count) => {
  keepsOrder(ran);
  for (const host of namesOf(count)) strictEqual(ran.error(host)?.message, undefined);
  const own = (keys: readonly string[]) => keys.filter((key) => !/o0\/|u$/.test(key)).sort();
  const keys = ran.commands.map((command) => readSaid(command).key);
  const all = namesOf(count).flatMap((_, index) => simulate(program, index + 1));
  deepStrictEqual(own(keys), own(all));
});

property("what runs once runs on one host", { branches: false, unknowns: true }, (ran, program) => {
  const paths = (keys: readonly string[]) =>
    keys.map((key) => key.split("|")[1]!).filter((path) => /o0\/|u$/.test(path));
  const found = paths(ran.commands.map((command) => readSaid(command).key));
  deepStrictEqual(found.sort(), paths(simulate(program, 1)).sort());
});

property(
  "each host runs exactly what it would run alone, failures and rescues included",
  { failures: true, unknowns: true, together: false, parallel: false },
  (ran, program, count) => {
    for (const [index, host] of namesOf(count).entries()) {
      deepStrictEqual(ran.on(host).map((text) => readSaid({ host, text }).key), simulate(program, index + 1));
    }
  },
);

property(
  "hosts that do not branch meet at every operation",
  // Branches of Promise.all may come in another order on each host.
  { branches: false, together: false, parallel: false },
  (ran, _program, count) => {
    for (const meeting of ran.meetings) strictEqual(meeting.split(": ")[1], namesOf(count).join(" "));
  },
  settings.map((one) => ({ ...one, mode: "barrier" })),
);

property("apply does what the plan shows where nothing is unknown", {}, (ran) => {
  const planned = ran.plan.operations.map(({ name, identity, hosts }) => [identity, name, [...hosts.keys()].sort()]);
  const done = ran.outcome.results.operations.map((
    { name, identity, hosts },
  ) => [identity, name, [...hosts.keys()].sort()]);
  deepStrictEqual(done.sort(), planned.sort());
  deepStrictEqual(ran.plan.incomplete, []);
  ok(ran.plan.operations.every(({ hosts }) => [...hosts.values()].every(({ outcome }) => outcome === "change")));
}, settings.map((one) => ({ ...one, skipPlan: false })));
