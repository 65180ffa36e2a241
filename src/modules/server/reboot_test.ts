import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { type CommandOutput, type FunctionContext, OperationError } from "../../api/mod.ts";
import { rebootAndWait } from "./reboot.ts";

const FAST = { delay: 0.01, interval: 0.001, rebootTimeout: 5 };

/** A host that cannot be rebooted for real: it tells which start it is, and may not let anybody in. */
function host(behaviour: { reboot?: () => unknown; starts: (string | Error)[] }) {
  const asked: string[] = [];
  let start: string | Error = "first";
  const context: FunctionContext = {
    signal: new AbortController().signal,
    log: () => {},
    reconnect: () => {
      start = behaviour.starts.length > 1 ? behaviour.starts.shift()! : behaviour.starts[0]!;
      asked.push("reconnect");
      return start instanceof Error ? Promise.reject(start) : Promise.resolve();
    },
    run: async (command) => {
      if (command.text === "reboot") {
        asked.push("reboot");
        await behaviour.reboot?.();
      }
      return { stdout: `${start}\n`, stderr: "", code: 0, stdoutLines: [String(start)] } satisfies CommandOutput;
    },
  };
  return { context, asked };
}

const failure = (code: number | null) =>
  new OperationError("failed", { output: { stdout: "", stderr: "must be root", code } });

Deno.test("a host counts as rebooted when it can be reached and has started anew", async () => {
  const { context, asked } = host({ starts: ["first", new Error("refused"), "second"] });
  await rebootAndWait(context, FAST);
  deepStrictEqual(asked, ["reboot", "reconnect", "reconnect", "reconnect"]);
});

Deno.test("a link that is lost by the reboot is no failure", async () => {
  for (const code of [null, 143]) {
    const { context } = host({ starts: ["second"], reboot: () => Promise.reject(failure(code)) });
    await rebootAndWait(context, FAST);
  }
});

Deno.test("a host that goes down without an answer is waited for", async () => {
  const { context, asked } = host({ starts: ["second"], reboot: () => new Promise(() => {}) });
  await rebootAndWait(context, FAST);
  strictEqual(asked.at(-1), "reconnect");
});

Deno.test("a reboot that is refused is a failure at once", async () => {
  const { context, asked } = host({ starts: ["second"], reboot: () => Promise.reject(failure(1)) });
  await rejects(rebootAndWait(context, FAST), { message: "failed" });
  deepStrictEqual(asked, ["reboot"]);
});

Deno.test("a host that never goes down, or never comes back, is reported as what it is", async () => {
  const short = { ...FAST, rebootTimeout: 0.05 };
  await rejects(rebootAndWait(host({ starts: ["first"] }).context, short), /has not started anew/);
  await rejects(rebootAndWait(host({ starts: [new Error("no route")] }).context, short), /no route/);
});
