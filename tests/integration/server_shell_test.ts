import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { join } from "node:path";
import type { Handle, Host } from "../../src/api/mod.ts";
import { server } from "../../src/modules/mod.ts";
import type { RunOutcome } from "../../src/engine/mod.ts";
import { bedTest } from "../bed/mod.ts";
import { failureOf, startServerBed } from "./server_bed.ts";

/** How the operations of a run ended, in their order. */
const outcomes = ({ results }: RunOutcome) => results.operations.flatMap(({ hosts }) => [...hosts.values()]);

bedTest("commands and scripts on a host", async (t) => {
  await using bed = await startServerBed();
  const { dryWet, apply, run, sh } = bed;

  /** What an operation printed in the apply pass. */
  const printed = async (declare: (host: Host) => Handle<unknown>): Promise<string> => {
    let stdout = "";
    await apply(async (host) => {
      const handle = declare(host);
      if (host.phase === "apply") stdout = await handle.stdout;
    });
    return stdout;
  };

  await t.step("server.shell runs several commands, every time, until creates or unless hold", async () => {
    await dryWet(() => server.shell({ commands: ["echo a >>/tmp/log", "echo 'b c' >>/tmp/log"] }), { always: true });
    strictEqual(await sh("cat /tmp/log"), "a\nb c\na\nb c\n");
    await dryWet(() => server.shell({ commands: "touch '/tmp/it is here'", creates: "/tmp/it is here" }));
    await dryWet(() => server.shell({ commands: "echo 7 >/tmp/seven", unless: "grep -q 7 /tmp/seven" }));
  });

  await t.step("server.shell stops at the first command that fails, and says which", async () => {
    const failed = await run(() =>
      server.shell({ commands: ["touch /tmp/x1", "echo no >&2; exit 3", "touch /tmp/x2"] })
    );
    match(failureOf(failed).message, /ended with exit code 3: no/);
    match(failureOf(failed).hint!, /echo no/);
    strictEqual(await sh("cd /tmp; ls x1 x2 2>/dev/null || :"), "x1\n");
  });

  await t.step("a handle gives what was printed, and the plan does not go past what it cannot know", async () => {
    const seen: string[] = [];
    const outcome = await apply(async (host) => {
      const first = server.shell({ commands: ["echo one", "echo oops >&2", "printf '%s' \"two  $((1 + 1))\""] });
      seen.push(`${host.phase} before`);
      const text = await first.stdout;
      seen.push(`${host.phase} ${text} ${(await first.stderr).trim()} ${await first.changed} ${await first.ok}`);
      server.shell({ commands: `touch /tmp/known-${text.length}` });
    });
    deepStrictEqual(seen, ["plan before", "apply before", "apply one\ntwo  2 oops true true"]);
    strictEqual(outcome.plan!.incomplete.length, 1);
    strictEqual(await sh("ls /tmp/known-*"), "/tmp/known-10\n");
  });

  await t.step("_changedIf and _failedIf tell from the output", async () => {
    const same = await apply(() =>
      server.shell({ commands: "echo same", _changedIf: ({ stdout }) => stdout.includes("different") })
    );
    deepStrictEqual(outcomes(same), ["unchanged"]);
    const other = await apply(() =>
      server.shell({ commands: "echo different", _changedIf: ({ stdout }) => stdout.includes("different") })
    );
    deepStrictEqual(outcomes(other), ["changed"]);
    const failed = await run(() =>
      server.shell({ commands: "echo 3 errors", _failedIf: ({ stdout }) => /[1-9]\d* errors/.test(stdout) })
    );
    match(failureOf(failed).message, /"_failedIf" says/);
  });

  await t.step("_chdir, _env, _shellExecutable and _stdin", async () => {
    await sh("mkdir -p '/tmp/my folder'");
    strictEqual(await printed(() => server.shell({ commands: "pwd", _chdir: "/tmp/my folder" })), "/tmp/my folder\n");
    const value = 'it\'s "$HOME" `x`\n\\n é';
    strictEqual(
      await printed(() =>
        server.shell({ commands: 'printf "%s|" "$GREETING" "$OTHER"', _env: { GREETING: value, OTHER: "" } })
      ),
      `${value}||`,
    );
    strictEqual(
      await printed(() => server.shell({ commands: 'a=(1 2 3); echo "${#a[@]} $BASH"', _shellExecutable: "bash" })),
      "3 /usr/bin/bash\n",
    );
    strictEqual(await printed(() => server.shell({ commands: "cat", _stdin: "no newline" })), "no newline");
    strictEqual(await printed(() => server.shell({ commands: "cat", _stdin: ["a", "b"] })), "a\nb\n");
    strictEqual(
      await printed(() =>
        server.shell({
          commands: 'read -r line; echo "$(id -un) $line $WHO $(pwd)"',
          _stdin: "hello\n",
          _env: { WHO: "me" },
          _chdir: "/tmp/my folder",
          _shellExecutable: "bash",
          _sudo: true,
          _sudoUser: "drover-key",
        })
      ),
      "drover-key hello me /tmp/my folder\n",
    );
    // Without _stdin there is nothing to read, and never the session itself.
    strictEqual(await printed(() => server.shell({ commands: "cat; echo end" })), "end\n");
  });

  await t.step("_getPty gives a terminal, and only then", async () => {
    match(await printed(() => server.shell({ commands: "tty", _getPty: true })), /^\/dev\/pts\/\d+\r?\n$/);
    match(await printed(() => server.shell({ commands: "tty || :" })), /not a tty/);
  });

  await t.step("_timeout ends the command and what it started, and the next operation runs", async () => {
    const failed = await run(() => {
      server.shell({ commands: "echo $$ >/tmp/pid; sleep 4242 & sleep 4242; touch /tmp/too-late", _timeout: 0.3 });
    });
    match(failureOf(failed).message, /did not end within 0.3 s and was ended/);
    strictEqual(await sh("pgrep -xf 'sleep 4242' || echo none"), "none\n");
    strictEqual(
      await printed(() => {
        server.shell({ commands: "sleep 4242", _timeout: 0.2, _ignoreErrors: true });
        return server.shell({ commands: "echo next" });
      }),
      "next\n",
    );
    strictEqual(await sh("ls /tmp/too-late 2>/dev/null || echo none"), "none\n");
  });

  await t.step("_successExitCodes are no failure, and others are one", async () => {
    await apply(() => server.shell({ commands: ["exit 3", "exit 0"], _successExitCodes: [0, 3] }));
    match(
      failureOf(await run(() => server.shell({ commands: "true", _successExitCodes: [3] }))).message,
      /ended with exit code 0/,
    );
  });

  await t.step("_retries and _retryUntil try again until it is there, and not once more", async () => {
    const count = "n=$(cat /tmp/count 2>/dev/null || echo 0); echo $((n + 1)) >/tmp/count";
    await apply(() => server.shell({ commands: `${count}; [ "$n" -ge 2 ]`, _retries: 5, _retryDelay: 0 }));
    strictEqual(await sh("cat /tmp/count; rm /tmp/count"), "3\n");
    await apply(() =>
      server.shell({
        commands: [count, "cat /tmp/count"],
        _retries: 5,
        _retryDelay: 0,
        _retryUntil: ({ stdout }) => stdout.trim() === "4",
      })
    );
    strictEqual(await sh("cat /tmp/count; rm /tmp/count"), "4\n");
    const failed = await run(() => server.shell({ commands: `${count}; exit 1`, _retries: 2, _retryDelay: 0 }));
    match(failureOf(failed).message, /exit code 1/);
    strictEqual(await sh("cat /tmp/count; rm /tmp/count"), "3\n");
    const never = await run(() =>
      server.shell({ commands: count, _retries: 1, _retryDelay: 0, _retryUntil: () => false })
    );
    match(failureOf(never).message, /"_retryUntil"/);
  });

  await t.step("_ignoreErrors goes on with the next operation, _continueOnError with the next command", async () => {
    const ignored = await apply(() => {
      server.shell({ commands: ["false", "touch /tmp/after-1"], _ignoreErrors: true });
      server.shell({ commands: ["false", "touch /tmp/after-2"], _ignoreErrors: true, _continueOnError: true });
      server.shell({ commands: "touch /tmp/after-3" });
    });
    deepStrictEqual(outcomes(ignored), ["ignored", "ignored", "changed"]);
    strictEqual(await sh("ls /tmp/after-*"), "/tmp/after-2\n/tmp/after-3\n");
  });

  await t.step("didSucceed and didError decide in their place", async () => {
    const ran = await apply(() => {
      const bad = server.shell({ commands: "false", _ignoreErrors: true });
      server.shell({ commands: "touch /tmp/rescued", _if: bad.didError });
      server.shell({ commands: "touch /tmp/never", _if: bad.didSucceed });
    });
    deepStrictEqual(outcomes(ran), ["ignored", "changed", "skipped"]);
  });

  await t.step("server.script runs with its arguments and leaves nothing behind", async () => {
    const src = join(bed.folder, "my script.sh");
    await Deno.writeTextFile(
      src,
      '#!/bin/bash\nprintf "<%s>" "$@"; echo "$BASH_VERSION" | grep -c .; echo "$0" >/tmp/name\n',
    );
    await dryWet(() => server.script({ src, args: ["a b", "it's", "$HOME", ""] }), { always: true });
    strictEqual(
      await printed(() => server.script({ src, args: ["a b", "it's", "$HOME", ""] })),
      "<a b><it's><$HOME><>1\n",
    );
    ok(!(await sh("ls -A /tmp")).includes("drover-"));
    await rejects(Deno.stat(bed.host.path((await sh("cat /tmp/name")).trim())), Deno.errors.NotFound);
    await Deno.writeTextFile(src, "#!/bin/sh\necho dying >&2; exit 9\n");
    match(failureOf(await run(() => server.script({ src }))).message, /exit code 9: dying/);
    strictEqual(
      await (async () => {
        await Deno.writeTextFile(src, "#!/bin/sh\nid -un\n");
        return await printed(() => server.script({ src, _sudo: true, _sudoUser: "drover-key" }));
      })(),
      "drover-key\n",
    );
    ok(!(await sh("ls -A /tmp")).includes("drover-"));
  });

  await t.step("server.scriptTemplate renders Eta and Jinja2 with data, and quotes nothing by itself", async () => {
    const eta = join(bed.folder, "a.sh.eta");
    const jinja = join(bed.folder, "b.sh.j2");
    await Deno.writeTextFile(eta, "#!/bin/sh\necho <%= it.word %> <%= it.host.data.place %> $1\n");
    await Deno.writeTextFile(jinja, "#!/bin/sh\n{% for one in list %}echo {{ one }}\n{% endfor %}");
    const data = { place: "field" };
    await dryWet(() => server.scriptTemplate({ src: eta, data: { word: "hi" }, args: "x" }), { always: true, data });
    let stdout = "";
    await apply(async (host) => {
      const one = server.scriptTemplate({ src: eta, data: { word: "hi" }, args: "x" });
      const two = server.scriptTemplate({ src: jinja, data: { list: [1, 2] } });
      if (host.phase === "apply") stdout = await one.stdout + await two.stdout;
    }, { data });
    strictEqual(stdout, "hi field x\n1\n2\n");
    await Deno.writeTextFile(jinja, "#!/bin/sh\necho {{ missing }}\n");
    await rejects(run(() => server.scriptTemplate({ src: jinja })), /missing/);
  });
});
