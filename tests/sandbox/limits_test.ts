/** Scripts that do not end, and what they can cost. */
import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { openSandbox, type SandboxOptions } from "../../src/sandbox/mod.ts";
import type { Host } from "drover";
import { runOn } from "../engine/harness.ts";
import { makeUser } from "../loader/origin.ts";

const NAMES = ["host1", "host2"];
const INVENTORY = {
  hosts: NAMES.map((name) => ({
    name,
    connector: "fake",
    groups: [],
    data: { layers: [{ kind: "host" as const, source: "the test", values: { port: 1 } }], prefixes: [] },
    active: true,
  })),
  groups: new Map([["all", { name: "all", hosts: NAMES, data: {}, children: [] }]]),
};

type Main = (host: Host) => unknown;

async function withScript(
  code: string,
  body: (main: Main) => Promise<void>,
  limits: Partial<SandboxOptions> = {},
): Promise<void> {
  await using user = await makeUser({ "script.ts": code });
  const sandbox = await openSandbox({ loader: user.loader(), inventory: INVENTORY, emit: () => {}, ...limits });
  try {
    const loaded = await sandbox.load(`${user.url}script.ts`);
    if (!("main" in loaded)) throw new Error("The script has no default export");
    await body(loaded.main as Main);
  } finally {
    sandbox.close();
  }
}

Deno.test("a script that never returns is ended, and nothing is applied", () =>
  withScript(
    `export default async (host) => {
  await new Promise((resolve) => setTimeout(resolve, 10));
  if (host.name === "host1") for (;;);
};`,
    (main) =>
      rejects(runOn(main, { hosts: 2 }), {
        name: "UsageError",
        message: "The script has not come to an end or a rest within 1 seconds",
      }),
    { silence: 1 },
  ));

Deno.test("a module that never returns is ended while it is loaded", () =>
  rejects(
    withScript(`for (;;);`, () => Promise.resolve(), { silence: 1 }),
    /has not come to an end or a rest within 1 seconds/,
  ));

Deno.test("a script that loops where nobody waits for it is ended, too", () =>
  withScript(
    `export default async () => {
  setTimeout(() => { for (;;); }, 20);
  await new Promise(() => {});
};`,
    (main) => rejects(runOn(main), /has not come to an end or a rest within 1 seconds/),
    { silence: 1 },
  ));

Deno.test("a script that asks for things without end is ended", () =>
  withScript(
    `import { server } from "drover";
export default () => { for (;;) server.shell({ commands: "true" }); };`,
    (main) => rejects(runOn(main), { message: "The script asks for too much on host1" }),
    { most: 500 },
  ));

Deno.test("what comes back from the engine and goes there again is the same", () =>
  withScript(
    `import { deploy, once, server } from "drover";
class Mine extends Error {}
export default async (host) => {
  const mine = new Mine("own");
  const caught = await deploy("Fails", {}, () => { throw mine; })().catch((error) => error);
  const map = new Map([[host, 1]]);
  const kept = await once("value", () => map);
  server.shell({ commands: ["true", String(caught === mine), String(host.name === "host2" || kept === map)] });
};`,
    async (main) => {
      const run = await runOn(main, { hosts: 2 });
      deepStrictEqual([run.on("host1"), run.on("host2")], [["true", "true", "true"], ["true", "true", "true"]]);
    },
  ));

Deno.test("what one host sets or changes in its data, others do not see, and apply begins anew", () =>
  withScript(
    `import { server } from "drover";
export default (host) => {
  host.data.count = (host.data.count ?? 0) + host.data.port;
  server.shell({ commands: ["echo", String(host.data.count)].join(" ") });
};`,
    async (main) => {
      const run = await runOn(main, { hosts: 2 });
      deepStrictEqual([run.on("host1"), run.on("host2")], [["echo 1"], ["echo 1"]]);
    },
  ));

Deno.test("a sandbox that is closed answers nobody", async () => {
  let main: Main | undefined;
  await withScript(`export default () => {};`, (loaded) => Promise.resolve(void (main = loaded)));
  const { error } = await runOn(main!, { skipPlan: true });
  match(String(error("host1")?.message), /The run is over/);
  strictEqual(error("host1")?.code, "interrupted");
});
