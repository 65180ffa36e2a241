import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { fact, files, operation, server, sh, ShellCommand, z } from "drover";
import { runOn, say } from "./harness.ts";

const make = (name: string, more: object = {}) =>
  fact({ module: "test", name, command: () => new ShellCommand(name), process: (lines) => lines, ...more });
const Present = make("present");
const Other = make("other");
const Constant = make("constant", { constant: true });

const touch = operation(
  { module: "test", name: "touch", args: () => z.object({}), invalidates: ["test"] },
  async function* (_args, host) {
    await host.fact(Present);
    yield sh`touch x`;
  },
);

const elsewhere = operation(
  { module: "elsewhere", name: "touch", args: () => z.object({}), invalidates: ["elsewhere"] },
  async function* () {
    yield sh`touch y`;
  },
);

Deno.test("facts of the same turn share one round trip", async () => {
  const script = async (host: import("drover").Host) => {
    await Promise.all([host.fact(Present), host.fact(Other), host.fact(Constant)]);
  };
  const none = await runOn(() => {}, { url: "typed" });
  const three = await runOn(script, { url: "typed" });
  strictEqual(three.facts.length, 3);
  const trips = (ran: typeof none) => ran.outcome.results.hosts.get("host1")!.roundTrips;
  strictEqual(trips(three) - trips(none), 1);
});

Deno.test("what operations of one go ask for shares one round trip", async () => {
  const script = (count: number) => () => {
    for (let index = 0; index < count; index++) server.shell({ commands: ["x"], creates: `/${index}` });
  };
  const answer = () => ({ stdout: "yes\n" });
  const one = await runOn(script(1), { url: "typed", answer });
  const many = await runOn(script(20), { url: "typed", answer });
  strictEqual(many.facts.length, 20);
  strictEqual(
    many.outcome.results.hosts.get("host1")!.roundTrips,
    one.outcome.results.hosts.get("host1")!.roundTrips,
  );
});

Deno.test("in apply a fact is answered after the operations before it", async () => {
  const seen: string[] = [];
  await runOn(async (host) => {
    say("a");
    await host.fact(Present);
    seen.push("answered");
  }, { skipPlan: true, answer: ({ kind, text }) => void seen.push(`${kind} ${text}`) });
  deepStrictEqual(seen, ["command a", "fact present", "answered"]);
});

Deno.test("a constant fact waits for no operation", async () => {
  const known = Promise.withResolvers<void>();
  const ran = await runOn(async (host) => {
    // The operation of host1 waits for host2, which waits for the fact of host1.
    if (host.name === "host2" && host.phase === "apply") await known.promise;
    say("a");
    await host.fact(Constant);
    if (host.phase === "apply") known.resolve();
  }, { hosts: 2 });
  deepStrictEqual(ran.meetings, ["a: host1 host2"]);
});

Deno.test("what was read for the plan is valid in apply until an operation invalidates it", async () => {
  const ran = await runOn(async (host) => {
    await host.fact(Present);
    elsewhere();
    await host.fact(Present);
    touch();
    await host.fact(Present);
    await host.fact(Constant);
  });
  const reads = ran.facts.filter(({ text }) => text === "present").length;
  // Once for the plan, and once after touch has run.
  strictEqual(reads, 2);
  strictEqual(ran.facts.filter(({ text }) => text === "constant").length, 1);
});

Deno.test("another host's facts are answered at once", async () => {
  const ran = await runOn(async (host) => {
    say("a");
    if (host.name === "host1") {
      const [line] = await host.inventory.host("host2").fact(Present);
      say(`saw ${line}`);
    }
  }, { hosts: 2, answer: ({ host, kind }) => ({ stdout: kind === "fact" ? `${host}\n` : "" }) });
  deepStrictEqual(ran.on("host1"), ["a", "saw host2"]);
});

Deno.test("a fact that fails fails its host, in the plan, with what was run", async () => {
  const ran = await runOn(async (host) => {
    await host.fact(Present);
    say("never");
  }, {
    hosts: 2,
    answer: ({ host, kind }) => ({ code: host === "host1" && kind === "fact" ? 3 : 0, stderr: "denied" }),
  });
  match(ran.error("host1")!.message, /Cannot read test\.present.*3.*denied/);
  deepStrictEqual(ran.on("host2"), ["never"]);
});

Deno.test("a failed fact is read again when it is next asked for", async () => {
  let reads = 0;
  const ran = await runOn(async (host) => {
    await host.fact(Present).catch(() => {});
    await host.fact(Present);
  }, { answer: ({ text }) => ({ code: text === "present" && ++reads === 1 ? 1 : 0 }) });
  strictEqual(reads, 2);
  strictEqual(ran.error("host1"), undefined);
});

Deno.test("the arguments of a fact are checked, with the nearest name", async () => {
  await rejects(
    runOn(async (host) => void await host.fact(files.File, { pth: "/x" } as never)),
    /pth.*path/s,
  );
});

Deno.test("facts inside of an operation see what its commands so far have changed", async () => {
  const counted = operation({ module: "test", name: "counted", args: () => z.object({}) }, async function* (_, host) {
    yield sh`first`;
    await host.fact(Present);
    yield sh`second`;
  });
  const order: string[] = [];
  await runOn(() => void counted(), {
    skipPlan: true,
    answer: ({ text }) => {
      if (["first", "present", "second"].includes(text)) order.push(text);
    },
  });
  deepStrictEqual(order, ["first", "present", "second"]);
});
