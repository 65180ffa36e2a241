/** Facts that are read ahead, in the round trip of the operation before: how little they cost, and that none is stale. */
import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { call, deploy, fact, type Host, operation, sh, z } from "drover";
import fc from "fast-check";
import type { FakeAnswer, FakeCommand } from "./fake_connector.ts";
import { runOn, type TestRun } from "./harness.ts";

const valueFact = (name: string, local: boolean) =>
  fact({
    module: "test",
    name,
    args: () => z.object({ name: z.string() }),
    command: ({ name }) => sh`get ${name}`,
    process: ([line = ""]) => line,
    local,
  });
const Value = valueFact("Value", false);
const LocalValue = valueFact("LocalValue", true);

const ensureArguments = () =>
  z.object({
    set: z.string(),
    to: z.string(),
    reads: z.array(z.string()).default([]),
    /** Reads once more after its command. */
    again: z.boolean().default(false),
    fails: z.boolean().default(false),
    local: z.boolean().default(false),
  });

/** Fake hosts that hold values by name, and an operation that reads some and sets one where it differs. */
function makeHerd() {
  const states = new Map<string, Map<string, string>>();
  const valueOf = (host: string, name: string) => states.get(host)?.get(name) ?? "0";
  /** What bodies were told in apply that was not so. */
  const stale: string[] = [];
  const log: string[] = [];
  const set = (host: string, name: string, value: string) => {
    if (!states.has(host)) states.set(host, new Map());
    states.get(host)!.set(name, value);
  };
  const answer = ({ host, text }: FakeCommand): FakeAnswer => {
    const [program, name = "", value = ""] = text.split(" ");
    log.push(`${host} ${text}`);
    if (program === "get") return { stdout: `${valueOf(host, name)}\n` };
    if (program === "set") set(host, name, value);
    return { code: program === "fail" ? 1 : 0 };
  };
  const ensure = operation(
    { module: "test", name: "ensure", args: ensureArguments },
    async function* ({ set, to, reads, again, fails, local }, host) {
      const read = async (name: string) => {
        const said = await host.fact(local ? LocalValue : Value, { name });
        const is = valueOf(host.name, name);
        if (host.phase === "apply" && said !== is) stale.push(`${host.name}: ${name} is ${is}, and not ${said}`);
        return said;
      };
      const [before] = await Promise.all([set, ...reads].map(read));
      if (before === to) return host.noop("it is so");
      yield sh`set ${set} ${to}`;
      if (again) await read(set);
      if (fails) yield sh`fail`;
    },
  );
  return { answer, ensure, set, stale, log };
}

const tripsOf = (ran: TestRun, host = "host1") => ran.outcome.results.hosts.get(host)!.roundTrips;

Deno.test("20 operations of which each changes what the next one asks for cost 20 round trips, and the plan one", async () => {
  const { answer, ensure, stale } = makeHerd();
  const script = (count: number) => () => {
    for (let index = 0; index < count; index++) {
      ensure({ set: `name${index}`, to: "1", reads: [`name${index - 1}`], _ignoreErrors: true });
    }
  };
  const none = await runOn(script(0), { url: "typed", answer });
  const twenty = await runOn(script(20), { url: "typed", answer });
  strictEqual(twenty.commands.length, 20);
  strictEqual(tripsOf(twenty) - tripsOf(none), 21);
  deepStrictEqual(stale, []);
});

Deno.test("what changes nothing after a change costs no round trip of its own", async () => {
  const { answer, ensure, set } = makeHerd();
  for (let index = 0; index < 10; index++) set("host1", `name${index}`, "1");
  set("host1", "name5", "0");
  const script = () => {
    for (let index = 0; index < 10; index++) ensure({ set: `name${index}`, to: "1" });
  };
  const none = await runOn(() => {}, { url: "typed", answer });
  const ran = await runOn(script, { url: "typed", answer });
  strictEqual(ran.commands.length, 1);
  strictEqual(tripsOf(ran) - tripsOf(none), 2);
});

Deno.test("a fact that was asked for within an operation comes in the round trip of the commands before it", async () => {
  const trips = async (again: boolean) => {
    const { answer, ensure, stale } = makeHerd();
    const ran = await runOn(() => void ensure({ set: "name", to: "1", again }), { url: "typed", answer });
    deepStrictEqual(stale, []);
    return tripsOf(ran);
  };
  strictEqual(await trips(true), await trips(false));
});

Deno.test("nothing is read ahead that the script may still change", async () => {
  const { answer, ensure, set, stale } = makeHerd();
  const ran = await runOn(async () => {
    await ensure({ set: "first", to: "1" });
    set("host1", "second", "1");
    ensure({ set: "second", to: "1" });
  }, { answer });
  deepStrictEqual(stale, []);
  deepStrictEqual(ran.on("host1"), ["set first 1"]);
});

Deno.test("nothing is read ahead behind a block that is not declared to its end", async () => {
  const { answer, ensure, set, stale } = makeHerd();
  const inner = deploy("inner", {}, async (host) => {
    await ensure({ set: "first", to: "1" });
    if (host.phase === "apply") set("host1", "second", "2");
  });
  await runOn(() => {
    inner();
    ensure({ set: "second", to: "1" });
  }, { answer });
  deepStrictEqual(stale, []);
});

Deno.test("what a function of the script does is seen by what follows", async () => {
  const { answer, ensure, set, stale } = makeHerd();
  await runOn(() => {
    ensure({ set: "first", to: "1" });
    call({ name: "elsewhere", run: ({ host }: { host: Host }) => set(host.name, "second", "2") });
    ensure({ set: "second", to: "1" });
  }, { answer });
  deepStrictEqual(stale, []);
});

Deno.test("where hosts wait for each other, only local facts are read before all have come", async () => {
  for (const local of [false, true]) {
    const { answer, ensure, log } = makeHerd();
    const firstIsDone = Promise.withResolvers<void>();
    await runOn(() => {
      ensure({ set: "first", to: "1", local });
      ensure({ set: "second", to: "1", local });
    }, {
      hosts: 2,
      answer: async (command) => {
        if (command.host === "host2" && command.text === "set first 1") await firstIsDone.promise;
        return answer(command);
      },
      emit: (event) => {
        if (event.type === "operation.host" && event.host === "host1") firstIsDone.resolve();
      },
    });
    const isEarly = log.lastIndexOf("host1 get second") < log.indexOf("host2 set first 1");
    strictEqual(isEarly, local, log.join("\n"));
  }
});

Deno.test("where hosts wait for each other, an operation costs one round trip with local facts, else two", async () => {
  const trips = async (count: number, local: boolean) => {
    const { answer, ensure } = makeHerd();
    const ran = await runOn(() => {
      for (let index = 0; index < count; index++) ensure({ set: `name${index}`, to: "1", local });
    }, { hosts: 3, url: "typed", answer });
    return tripsOf(ran, "host2");
  };
  const none = await trips(0, false);
  strictEqual(await trips(20, true) - none, 21);
  // The facts of the first one are those of the plan.
  strictEqual(await trips(20, false) - none, 40);
});

const names = fc.constantFrom("a", "b", "c");
const steps = fc.array(
  fc.record({
    set: names,
    to: fc.constantFrom("0", "1", "2"),
    reads: fc.array(names, { maxLength: 2 }),
    again: fc.boolean(),
    fails: fc.boolean(),
    local: fc.boolean(),
    awaits: fc.boolean(),
    retries: fc.boolean(),
  }),
  { minLength: 2, maxLength: 8 },
);

Deno.test("no operation is ever told what is not so any more", async () => {
  let read = 0;
  await fc.assert(
    fc.asyncProperty(
      steps,
      fc.integer({ min: 1, max: 3 }),
      fc.constantFrom("barrier" as const, "free" as const, "serial" as const),
      async (steps, hosts, mode) => {
        const { answer, ensure, stale, log } = makeHerd();
        const ran = await runOn(async () => {
          for (const { awaits, retries, ...args } of steps) {
            const handle = ensure({
              ...args,
              _ignoreErrors: true,
              ...(retries ? { _retries: 1, _retryDelay: 0 } : {}),
            });
            if (awaits) await handle;
          }
        }, { hosts, answer, strategy: { mode } });
        deepStrictEqual(stale, []);
        for (const { state } of ran.outcome.results.hosts.values()) strictEqual(state, "ok");
        read += log.length;
      },
    ),
    { numRuns: Number(Deno.env.get("DROVER_PROPERTY_RUNS") ?? 50) },
  );
  ok(read > 0);
});
