/** Operations whose commands go out behind those of the one before: how little they cost, and that none runs wrongly. */
import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { attempt, fact, handler, operation, server, sh, z } from "drover";
import fc from "fast-check";
import type { FakeAnswer, FakeCommand } from "./fake_connector.ts";
import { runOn, type TestRun, type TestRunOptions } from "./harness.ts";

const Value = fact({
  module: "test",
  name: "Value",
  args: () => z.object({ name: z.string() }),
  command: ({ name }) => sh`get ${name}`,
  process: ([line = ""]) => line,
});

const setArguments = () =>
  z.object({
    set: z.string(),
    to: z.string(),
    reads: z.array(z.string()).default([]),
    fails: z.boolean().default(false),
  });

/** Sets a value where it differs; its command tells what the values were that it rests on. */
const ensure = operation(
  { module: "test", name: "ensure", args: setArguments },
  async function* ({ set, to, reads, fails }, host) {
    const names = [set, ...reads];
    const values = await Promise.all(names.map((name) => host.fact(Value, { name })));
    if (values[0] === to) return host.noop("it is so");
    yield sh`set ${set} ${to} ${names.map((name, index) => `${name}=${values[index]}`)}`;
    if (fails) yield sh`fail`;
  },
);

/** Hosts that hold values; `wrong` collects the commands that rested on what was not so. */
function makeHerd(initial: Readonly<Record<string, string>> = {}) {
  const states = new Map<string, Map<string, string>>();
  const wrong: string[] = [];
  const stateOf = (host: string) => {
    if (!states.has(host)) states.set(host, new Map(Object.entries(initial)));
    return states.get(host)!;
  };
  const answer = ({ host, text }: FakeCommand): FakeAnswer => {
    const [program, name = "", value = "", ...rests] = text.split(" ");
    const state = stateOf(host);
    if (program === "get") return { stdout: `${state.get(name) ?? "0"}\n` };
    if (program === "set") {
      const told = rests.filter((rest) => rest !== `${rest.split("=")[0]}=${state.get(rest.split("=")[0]!) ?? "0"}`);
      if (told.length > 0) wrong.push(`${host}: ${text}`);
      state.set(name, value);
    }
    return { code: program === "fail" ? 1 : 0 };
  };
  return { answer, stateOf, wrong };
}

const tripsOf = (ran: TestRun, host = "host1") => ran.outcome.results.hosts.get(host)!.roundTrips;

/** The round trips that a script takes more than an empty one. */
async function tripsFor(script: () => void, options: Partial<TestRunOptions> = {}): Promise<number> {
  const run = async (script: () => void) => {
    const { answer, wrong } = makeHerd();
    const ran = await runOn(script, { url: "typed", answer, ...options });
    deepStrictEqual(wrong, []);
    return tripsOf(ran);
  };
  return await run(script) - await run(() => {});
}

Deno.test("operations that do not touch each other cost a host alone one round trip together, and the plan one", async () => {
  const script = () => {
    for (let index = 0; index < 20; index++) ensure({ set: `name${index}`, to: "1", reads: ["other"] });
    server.shell({ commands: ["one", "two"] });
  };
  strictEqual(await tripsFor(script), 2);
  strictEqual(await tripsFor(script, { hosts: 3, strategy: { mode: "free" } }), 2);
});

Deno.test("where one operation changes what another one asks for, that costs one round trip more", async () => {
  strictEqual(
    await tripsFor(() => {
      for (let index = 0; index < 5; index++) ensure({ set: `a${index}`, to: "1" });
      for (let index = 0; index < 5; index++) ensure({ set: `b${index}`, to: "1", reads: ["a4"] });
    }),
    3,
  );
});

Deno.test("what runs only if another operation has changed something goes out with it", async () => {
  const script = (second: string) => () => {
    const first = ensure({ set: "a", to: "1" });
    const none = ensure({ set: "b", to: "0" });
    server.shell({ name: "restart", commands: ["restart"], _if: first.didChange });
    server.shell({ name: "reload", commands: ["reload"], _onChange: [none, first] });
    server.shell({ name: "never", commands: ["never"], _if: none.didChange.or(first.didNotChange) });
    ensure({ set: "c", to: "1", reads: [second] });
  };
  const run = async (second: string) => {
    const { answer, wrong } = makeHerd();
    const ran = await runOn(script(second), { answer });
    deepStrictEqual(wrong, []);
    const last = `set c 1 c=0 ${second}=${second === "a" ? 1 : 0}`;
    deepStrictEqual(ran.on("host1"), ["set a 1 a=0", "restart", "reload", last]);
    strictEqual(ran.outcome.results.operations.find(({ name }) => name === "never")!.hosts.get("host1"), "skipped");
  };
  await run("other");
  await run("a");
  strictEqual(await tripsFor(script("other")), 2);
});

Deno.test("what is compared over there is told, with the operation that rests on it", async () => {
  const ran = await runOn(() => {
    ensure({ name: "first", set: "a", to: "1" });
    ensure({ name: "second", set: "b", to: "1", reads: ["c", "a"] });
  }, { answer: makeHerd().answer });
  const compared = ran.events.flatMap((event) =>
    event.type === "fact" && event.compared !== undefined
      ? [`${event.operation}: ${(event.args as { name: string }).name} ${event.compared}`]
      : []
  );
  deepStrictEqual(compared, ["second: b same", "second: c same", "second: a other"]);
});

Deno.test("an operation with a condition of its own waits for the replies", async () => {
  const apart = (last: () => void) =>
    tripsFor(() => {
      ensure({ set: "a", to: "1" });
      last();
    });
  strictEqual(await apart(() => ensure({ set: "b", to: "1" })), 2);
  for (const globals of [{ _ignoreErrors: true }, { _retries: 1 }, { _failedIf: () => false }, { _sudo: true }]) {
    ok(await apart(() => ensure({ set: "b", to: "1", ...globals })) > 2, Object.keys(globals)[0]);
  }
});

Deno.test("what fails stops what was sent behind it, and the rescue comes before what follows", async () => {
  const { answer, wrong } = makeHerd();
  const ran = await runOn(() => {
    attempt("try", {
      block: () => {
        ensure({ set: "a", to: "1" });
        ensure({ set: "b", to: "1", fails: true });
        ensure({ set: "c", to: "1" });
      },
      rescue: () => void ensure({ set: "d", to: "1" }),
    });
    ensure({ set: "e", to: "1" });
  }, { answer });
  deepStrictEqual(ran.on("host1"), ["set a 1 a=0", "set b 1 b=0", "fail", "set d 1 d=0", "set e 1 e=0"]);
  deepStrictEqual(wrong, []);
});

Deno.test("a failure ends the host's run, and what was sent behind it counts as not run", async () => {
  const { answer } = makeHerd();
  const ran = await runOn(() => {
    ensure({ set: "a", to: "1" });
    ensure({ set: "b", to: "1", fails: true });
    ensure({ set: "c", to: "1" });
  }, { answer });
  deepStrictEqual(ran.on("host1"), ["set a 1 a=0", "set b 1 b=0", "fail"]);
  deepStrictEqual(
    ran.outcome.results.operations.map(({ hosts }) => hosts.get("host1")),
    ["changed", "failed"],
  );
  match(String(ran.outcome.results.hosts.get("host1")!.error), /ended with exit code 1/);
});

Deno.test("events come in the order of the operations, output to its own one", async () => {
  const ran = await runOn(() => {
    for (const name of ["one", "two", "three"]) server.shell({ name, commands: [`say ${name}`] });
  }, { answer: ({ text }) => ({ stdout: `${text}\n` }) });
  const seen = ran.events.flatMap((event) =>
    event.type === "operation.started"
      ? [`${event.name} starts`]
      : event.type === "command" && event.operation
      ? [`${event.operation} runs ${event.text}`]
      : event.type === "output"
      ? [`${event.operation} says ${event.text.trim()}`]
      : event.type === "operation.host"
      ? [`${event.name} ${event.outcome}`]
      : []
  );
  deepStrictEqual(
    seen,
    ["one", "two", "three"].flatMap((name) => [
      `${name} starts`,
      `${name} runs say ${name}`,
      `${name} says say ${name}`,
      `${name} changed`,
    ]),
  );
});

Deno.test("a script that waits for an operation gets its answer, and what it declares then is not forestalled", async () => {
  const { answer, wrong } = makeHerd();
  const said: string[] = [];
  const ran = await runOn(async (host) => {
    const first = server.shell({ commands: ["set a 1"] });
    const second = server.shell({ commands: ["get a"] });
    ensure({ set: "b", to: "1" });
    const { stdout } = await second;
    if (host.phase === "apply") said.push(stdout, String(await first.changed));
    ensure({ set: "c", to: "1", reads: ["a", "b"] });
  }, { answer });
  deepStrictEqual(said, ["1\n", "true"]);
  deepStrictEqual(ran.on("host1").slice(-1), ["set c 1 c=0 a=1 b=1"]);
  deepStrictEqual(wrong, []);
});

Deno.test("operations that notify a handler go out together once it is written down that it is owed", async () => {
  const reload = handler("reload", () => void server.shell({ commands: ["reload"] }));
  const trips = (count: number) =>
    tripsFor(() => {
      for (let index = 0; index < count; index++) ensure({ set: `name${index}`, to: "1", _notify: reload });
    }, { url: "test:script" });
  strictEqual(await trips(10), await trips(2));
});

Deno.test("a handler runs after what was declared before it, also where that was sent ahead", async () => {
  const { answer } = makeHerd();
  const reload = handler("reload", () => void server.shell({ commands: ["reload"] }));
  const ran = await runOn(() => {
    ensure({ set: "a", to: "1" });
    ensure({ set: "b", to: "1", _notify: reload });
    ensure({ set: "c", to: "1" });
  }, { answer, url: "typed" });
  deepStrictEqual(ran.on("host1"), ["set a 1 a=0", "set b 1 b=0", "set c 1 c=0", "reload"]);
});

const names = fc.constantFrom("a", "b", "c");
const steps = fc.array(
  fc.record({
    set: names,
    to: fc.constantFrom("0", "1", "2"),
    reads: fc.array(names, { maxLength: 2 }),
    fails: fc.boolean(),
    retries: fc.boolean(),
    awaits: fc.boolean(),
    /** Runs only if the step so many places before it has changed something, or has not. */
    after: fc.option(fc.record({ back: fc.integer({ min: 1, max: 4 }), wanted: fc.boolean() }), { nil: undefined }),
  }),
  { minLength: 2, maxLength: 10 },
);

type Step = (typeof steps extends fc.Arbitrary<infer S> ? S : never)[number];

Deno.test("a run does what the operations would do one after the other, each on what those before it left", async () => {
  await fc.assert(
    fc.asyncProperty(
      steps,
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom("barrier" as const, "free" as const, "serial" as const),
      async (steps, hosts, mode) => {
        const { answer, stateOf, wrong } = makeHerd();
        const ran = await runOn(async () => {
          const handles: ReturnType<typeof ensure>[] = [];
          for (const [index, { awaits, retries, after, ...args }] of steps.entries()) {
            const before = after && handles[index - after.back];
            const handle = ensure({
              ...args,
              name: `step ${index}`,
              ...(before ? { _if: after.wanted ? before.didChange : before.didNotChange } : {}),
              ...(args.fails ? { _ignoreErrors: true } : {}),
              ...(retries ? { _retries: 1, _retryDelay: 0 } : {}),
            });
            handles.push(handle);
            if (awaits) await handle;
          }
        }, { hosts, answer, strategy: { mode } });
        const expected = oneByOne(steps);
        for (const [host, { state }] of ran.outcome.results.hosts) {
          strictEqual(state, "ok");
          const outcomes = ran.events.flatMap((event) =>
            event.type === "operation.host" && event.host === host ? [`${event.name}: ${event.outcome}`] : []
          );
          // A plan without changes is not applied.
          if (outcomes.length === 0) ok(expected.outcomes.every((outcome) => /unchanged|skipped/.test(outcome)));
          else deepStrictEqual(outcomes, expected.outcomes);
          deepStrictEqual(Object.fromEntries(stateOf(host)), expected.state);
        }
        deepStrictEqual(wrong, []);
      },
    ),
    { numRuns: Number(Deno.env.get("DROVER_PROPERTY_RUNS") ?? 50) },
  );
});

/** What the steps do to one host that starts with nothing. */
function oneByOne(steps: readonly Step[]) {
  const state: Record<string, string> = {};
  const changed: boolean[] = [];
  const outcomeOf = ({ set, to, fails, retries, after }: Step, index: number) => {
    if (after && index >= after.back && changed[index - after.back] !== after.wanted) return "skipped";
    if ((state[set] ?? "0") === to) return "unchanged";
    state[set] = to;
    if (!fails) return "changed";
    // The second try finds the value set.
    return retries ? "unchanged" : "ignored";
  };
  const outcomes = steps.map((step, index) => {
    const outcome = outcomeOf(step, index);
    changed.push(outcome === "changed" || outcome === "ignored");
    return `step ${index}: ${outcome}`;
  });
  return { state, outcomes };
}
