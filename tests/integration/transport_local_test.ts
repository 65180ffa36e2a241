import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import local from "../../connectors/local.ts";
import { HostShell } from "../../src/session/mod.ts";
import { withVariable } from "../bed/processes.ts";
import { command, out, until } from "./transport_bed.ts";

/** A shell on this machine whose processes are marked and whose files lie in a folder of its own. */
async function withLocal(body: (shell: HostShell, stop: AbortController, folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir({ prefix: "drover-local-" });
  const mark = crypto.randomUUID();
  const stop = new AbortController();
  const connection = await local.connect!({ name: "@local", data: {} }, {
    signal: stop.signal,
    connectTimeout: 10,
    log: () => {},
    warn: () => {},
    secret: (value) => value,
    ask: () => Promise.reject(new Error("nobody to ask")),
  });
  const shell = new HostShell(
    (argv, options) => connection.spawn(["env", `TRANSPORT_MARK=${mark}`, `TMPDIR=${folder}`, ...argv], options),
    stop.signal,
  );
  try {
    await body(shell, stop, folder);
    await shell.close();
    await connection.disconnect!();
    await until(async () => (await withVariable("TRANSPORT_MARK", mark)).length === 0);
    deepStrictEqual(await Array.fromAsync(Deno.readDir(folder), ({ name }) => name), []);
  } finally {
    await connection.disconnect!();
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a local run leaves neither process nor file", () =>
  withLocal(async (shell) => {
    const [ran] = await shell.run([command("cat; echo own").with({ _stdin: "given " })], {});
    strictEqual(out(ran), "given own\n");
    await shell.run([command("echo one"), command("echo two")], {});
    await shell.read([command("echo fact")], {});
  }));

Deno.test("neither a command nor its environment are words of a process, also where it reads stdin", () =>
  withLocal(async (shell) => {
    const hidden = { text: `text-${crypto.randomUUID()}`, value: `value-${crypto.randomUUID()}` };
    const look = "cat; for f in /proc/[0-9]*/cmdline; do tr '\\0' ' ' <$f; done 2>/dev/null; echo; echo $A";
    for (const [_stdin, shells] of [["given ", ["sh", "bash"]], [undefined, ["sh"]]] as const) {
      for (const _shellExecutable of shells) {
        const one = command(`: ${hidden.text}; ${look}`).with({ _stdin, _env: { A: hidden.value }, _shellExecutable });
        const [ran] = await shell.run([one], {});
        const lines = out(ran).trimEnd().split("\n");
        strictEqual(lines.pop(), hidden.value);
        const words = lines.join("\n");
        ok(words.startsWith(_stdin ?? "") && words.includes("deno"), words);
        for (const secret of Object.values(hidden)) ok(!words.includes(secret), `${_shellExecutable} ${_stdin}`);
      }
    }
  }));

Deno.test("a local run that is stopped for good leaves neither process nor file", () =>
  withLocal(async (shell, stop) => {
    const begun = Promise.withResolvers<void>();
    const running = shell.run([command("echo begun; sleep 1000 & wait"), command("sleep 1000")], {}, {
      guarded: false,
      onOutput: () => begun.resolve(),
    });
    const own = shell.run([command("sleep 1000")], { _stdin: "x" });
    const stopped = Promise.all([
      rejects(running, { code: "interrupted" }),
      rejects(own, { code: "interrupted" }),
    ]);
    await begun.promise;
    stop.abort();
    await stopped;
  }));

Deno.test("a local command that is deaf to TERM is killed after its timeout, and leaves neither process nor file", () =>
  withLocal(async (shell) => {
    const deaf = shell.run([command("trap '' TERM; while :; do sleep 0.05; done")], { _timeout: 0.1 });
    await rejects(deaf, { code: "timeout", message: /was ended/ });
    const [next] = await shell.run([command("echo next")], {});
    strictEqual(out(next), "next\n");
  }));
