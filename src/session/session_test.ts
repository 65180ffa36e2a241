import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import local from "../../connectors/local.ts";
import { quote, ShellCommand } from "../command/mod.ts";
import type { Connection } from "../api/mod.ts";
import { HostShell, type RawOutput, type RunOptions, type SentAhead, textOf } from "./mod.ts";
import { bootstrap } from "./bootstrap.ts";
import { FrameReader } from "./frames.ts";
import { ShellSession } from "./session.ts";

const context = {
  signal: new AbortController().signal,
  connectTimeout: 10,
  log: () => {},
  warn: () => {},
  secret: (value: string) => value,
  ask: () => Promise.reject(new Error("nobody to ask")),
};

async function withShell(body: (shell: HostShell) => Promise<void>, path = "sh"): Promise<void> {
  const connection: Connection = await local.connect!({ name: "@local", data: {} }, context);
  // The session's own shell is the one under test; `sh` within commands stays the system's.
  const shell = new HostShell(
    (argv, options) => connection.spawn(argv[0] === "sh" && argv.length === 1 ? path.split(" ") : argv, options),
    context.signal,
  );
  try {
    await body(shell);
  } finally {
    await shell.closeSessions();
    await connection.disconnect?.();
  }
}

const command = (text: string) => new ShellCommand(text);
const out = (ran: unknown) => textOf((ran as RawOutput).stdout);

for (const path of ["dash", "bash", "busybox sh"]) {
  Deno.test(`a session of ${path} gives each command's own output and exit code`, () =>
    withShell(async (shell) => {
      const ran = await shell.run(
        ["printf 'no newline'", "echo oops >&2; exit 3", "echo a; echo b"].map(command),
        {},
        { guarded: false },
      ) as RawOutput[];
      strictEqual(out(ran[0]), "no newline");
      strictEqual(textOf(ran[1]!.stderr), "oops\n");
      deepStrictEqual(ran.map((one) => one.code), [0, 3, 0]);
      strictEqual(out(ran[2]), "a\nb\n");
    }, path));

  Deno.test(`commands in a session of ${path} cannot change or end it`, () =>
    withShell(async (shell) => {
      for (
        const text of [
          "exit 7",
          "exec true",
          "set -e; false",
          "cd /",
          "export HOME=/x",
          "read x; echo $x",
          "kill $$",
          "if",
          "trap '' TERM",
          "exec >&-",
        ]
      ) {
        await shell.run([command(text)], {}, { guarded: false });
      }
      const [pwd, home] = await shell.run(["pwd", "echo $HOME"].map(command), {});
      strictEqual(out(pwd), `${Deno.cwd()}\n`);
      strictEqual(out(home), `${Deno.env.get("HOME")}\n`);
      strictEqual(shell.traffic.sessions, 1);
    }, path));

  Deno.test(`what a command is cannot be seen among the processes of a session of ${path}`, () =>
    withShell(async (shell) => {
      const seen = `for f in /proc/[0-9]*/cmdline; do tr '\\0' ' ' <$f; done 2>/dev/null; echo "$A"; env`;
      for (const _shellExecutable of [undefined, "bash", "/bin/dash"]) {
        const [ran] = await shell.run([command(`: planted${"-canary"}; ${seen}`)], {
          _env: { A: "told" },
          _shellExecutable,
        });
        ok(!out(ran).includes("planted-canary"));
        match(out(ran), /\btold\n/);
        ok(!/^_drover/m.test(out(ran)));
      }
      const [failed] = await shell.run([command("echo 'oops")], {}) as RawOutput[];
      strictEqual(failed!.code, 2);
      const [where] = await shell.run([command('echo "$0 $#"; [ "$PPID" != "$$" ]')], {});
      strictEqual(out(where), "sh 0\n");
    }, path));

  Deno.test(`a command that leaves nothing is run in a session of ${path} without readers, and all the same`, () =>
    withShell(async (shell) => {
      const texts = [
        "echo out; echo err >&2; exit 3",
        "set -e; trap 'echo bye' EXIT; false; echo never",
        "cd /; exec pwd",
      ];
      for (const args of [{}, { _shellExecutable: "bash" }, { _env: { A: "b c" }, _chdir: "/usr" }]) {
        const plain = await shell.run(texts.map((text) => command(text).leavingNothing()), args, { guarded: false });
        const usual = await shell.run(texts.map(command), args, { guarded: false });
        deepStrictEqual(plain, usual);
      }
      const [env] = await shell.run([command('echo "$A $(pwd) $#"').leavingNothing()], {
        _env: { A: "b c" },
        _chdir: "/usr",
      });
      strictEqual(out(env), "b c /usr 0\n");
      const failed = await shell.run([command("sleep 600").leavingNothing()], { _timeout: 0.2 }).catch((error) =>
        error
      );
      match(failed.message, /did not end within 0.2 s and was ended/);
      strictEqual(out((await shell.run([command("echo next").leavingNothing()], {}))[0]), "next\n");
      strictEqual(shell.traffic.sessions, 1);
    }, path));

  Deno.test(`facts in a session of ${path} cannot change or end it, and see nothing of it`, () =>
    withShell(async (shell) => {
      const texts = [
        "exit 7",
        "exec true",
        "set -e; false",
        "cd /",
        "export HOME=/x; m() { :; }; n=x",
        "read x; echo $x",
        "if",
        "trap 'echo left' EXIT; true",
        "exec >&-",
        "unset PATH",
        "return 5",
      ];
      // The second time in front of a command, whose fifos they could take.
      for (const _ of [1, 2]) {
        const ran = await shell.read(texts.map(command), {});
        deepStrictEqual(
          ran.map(({ code }) => code === 0),
          texts.map((text) => /^(exec|cd|export|read|trap|unset)/.test(text)),
        );
        strictEqual((await shell.run([command("echo still; exit 3")], {}) as RawOutput[])[0]!.code, 3);
      }
      const seen = await shell.read(
        ['echo "$#$*"', "set", "m 1 0", "f 1 sh true", "echo $LC_ALL", "pwd", "echo $HOME"].map(command),
        {},
      );
      strictEqual(out(seen[0]), "0\n");
      ok(!/^[a-z]=/m.test(out(seen[1])), out(seen[1]));
      ok(seen[2]!.code !== 0 && seen[3]!.code !== 0);
      strictEqual(out(seen[4]), "C\n");
      strictEqual(out(seen[5]), `${Deno.cwd()}\n`);
      strictEqual(out(seen[6]), `${Deno.env.get("HOME")}\n`);
      strictEqual(shell.traffic.sessions, 1);
    }, path));

  Deno.test(`what a command leaves running in a session of ${path} does not write into later output`, () =>
    withShell(async (shell) => {
      const gate = await Deno.makeTempDir();
      const until = (name: string) => `while [ ! -e ${gate}/${name} ]; do sleep 0.02; done`;
      const [started] = await shell.run([
        command(`(trap '' PIPE; ${until("go")}; echo late; echo late >&2; touch ${gate}/written) & echo started`),
      ], {});
      const [second] = await shell.run(
        [command(`touch ${gate}/go; ${until("written")}; echo second`)],
        {},
      ) as RawOutput[];
      strictEqual(out(started), "started\n");
      strictEqual(out(second), "second\n");
      strictEqual(textOf(second!.stderr), "");
      await Deno.remove(gate, { recursive: true });
    }, path));

  Deno.test(`a command in a session of ${path} is ended by its timeout and the session goes on`, () =>
    withShell(async (shell) => {
      const failed = await shell.run([command("echo begun; sleep 600"), command("echo never")], { _timeout: 0.3 })
        .catch((error) => error);
      match(failed.message, /did not end within 0.3 s/);
      const [next] = await shell.run([command("echo next")], {});
      strictEqual(out(next), "next\n");
      strictEqual(shell.traffic.sessions, 1);
    }, path));

  Deno.test(`arbitrary bytes and words survive a session of ${path}`, () =>
    withShell(async (shell) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.string({ unit: "binary" }).filter((text) => !text.includes("\0")), {
            minLength: 1,
            maxLength: 5,
          }),
          async (words) => {
            const [ran] = await shell.run([command(`printf '%s\\n' ${words.map(quote).join(" ")}`)], {});
            strictEqual(out(ran), words.map((word) => `${word.toWellFormed()}\n`).join(""));
          },
        ),
        { numRuns: 40 },
      );
      const [nul] = await shell.run([command("printf 'a\\000b\\377'")], {});
      deepStrictEqual((nul as RawOutput).stdout.bytes, new Uint8Array([97, 0, 98, 255]));
    }, path));
}

/** Sends commands with one group ahead behind them; says what became of the group. */
async function runAhead(
  shell: HostShell,
  text: string,
  ahead: { readonly guards: readonly (readonly [command: string, expected: string])[]; readonly commands: string[] }[],
  options: RunOptions = {},
): Promise<unknown[]> {
  const sent: SentAhead[] = [];
  await shell.run([command(text)], {}, {
    ...options,
    ahead: ahead.map(({ guards, commands }) => ({
      guards: guards.map(([text, expected]) => ({ command: command(text), args: {}, expected })),
      commands: commands.map(command),
      args: {},
      onOutput: () => {},
      onSent: (one) => void sent.push(one),
    })),
  });
  const said = (one: RawOutput | string) => typeof one === "string" ? one : out(one);
  return await Promise.all(
    sent.map(async ({ guards, commands }) => [(await guards).map(said), (await commands).map(said)]),
  );
}

for (const path of ["dash", "bash", "busybox sh"]) {
  Deno.test(`what is sent ahead in a session of ${path} runs where all before it succeeded and nothing has changed`, () =>
    withShell(async (shell) => {
      const file = await Deno.makeTempFile();
      const change = `echo more >>${file}; cat ${file}`;
      const read = `cat ${file}`;
      await shell.read([command("true")], {});
      const before = shell.traffic.turns;
      deepStrictEqual(
        await runAhead(shell, change, [
          { guards: [[read, "more"], ["echo a; echo \\'b", "a\n'b"]], commands: [change, change] },
          { guards: [["true", ""]], commands: [] },
          { guards: [["LC_ALL=C; echo x", "x"], [read, "more"], ["echo y", "other"]], commands: [change] },
          { guards: [["true", ""]], commands: [change] },
        ]),
        [
          [["same", "same"], ["more\nmore\n", "more\nmore\nmore\n"]],
          [["same"], []],
          [["same", "more\nmore\nmore\n", "y\n"], ["skipped"]],
          [["skipped"], ["skipped"]],
        ],
      );
      strictEqual(shell.traffic.turns, before + 1);
      deepStrictEqual(await runAhead(shell, "exit 3", [{ guards: [], commands: [change] }]), [[[], ["skipped"]]]);
      deepStrictEqual(
        await runAhead(shell, "true", [{ guards: [], commands: ["exit 3", change] }, {
          guards: [],
          commands: [change],
        }]),
        [[[], ["", "skipped"]], [[], ["skipped"]]],
      );
      deepStrictEqual(await runAhead(shell, "true", [{ guards: [["exit 3", ""]], commands: [change] }]), [
        [[""], ["skipped"]],
      ]);
      strictEqual(await Deno.readTextFile(file), "more\n".repeat(3));
      await Deno.remove(file);
    }, path));

  Deno.test(`a stop keeps what was sent ahead in a session of ${path} from beginning, and the session goes on`, () =>
    withShell(async (shell) => {
      const folder = await Deno.makeTempDir();
      const stop = new AbortController();
      // The session's own folder tells that the stop has come to it.
      const isStopped = '[ -e "$(dirname "$(readlink /proc/$$/fd/1)")/stop" ]';
      const ran = runAhead(shell, "true", [
        {
          guards: [["true", ""]],
          commands: [`touch ${folder}/begun; until ${isStopped}; do sleep 0.02; done`, "echo finished"],
        },
        { guards: [["true", ""]], commands: ["echo never"] },
        { guards: [], commands: ["echo never"] },
      ], { stop: stop.signal });
      while (!await Deno.stat(`${folder}/begun`).then(() => true, () => false)) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      stop.abort();
      deepStrictEqual(await ran, [
        [["same"], ["", "finished\n"]],
        [["skipped"], ["skipped"]],
        [[], ["skipped"]],
      ]);
      strictEqual(out((await shell.run([command("echo next")], {}))[0]), "next\n");
      strictEqual(shell.traffic.sessions, 1);
      await Deno.remove(folder, { recursive: true });
    }, path));
}

for (const path of ["dash", "bash", "busybox sh"]) {
  Deno.test(`nothing begins in a session of ${path} when nobody listens any more`, async () => {
    const folder = await Deno.makeTempDir();
    const waitFor = (name: string) => `until [ -e ${folder}/${name} ]; do sleep 0.02; done`;
    const listen = `(${waitFor("begun")}; exec <&-; touch ${folder}/gone)`;
    const process = new Deno.Command("sh", {
      args: ["-c", `${path} 2>/dev/null | ${listen}`],
      env: { TMPDIR: folder },
      stdin: "piped",
    }).spawn();
    await new Blob([
      bootstrap("nonce", ".drover-test"),
      `c 1 1 0 sh 'touch ${folder}/begun; ${waitFor("gone")}; touch ${folder}/first'\n`,
      `c 2 2 "0 1" sh 'touch ${folder}/never' 1\n`,
      `c 3 3 0 sh 'touch ${folder}/never' 1\n`,
      `c 4 3 0 sh 'touch ${folder}/never'\n`,
    ]).stream().pipeTo(process.stdin);
    await process.status;
    deepStrictEqual((await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort(), [
      "begun",
      "first",
      "gone",
    ]);
    await Deno.remove(folder, { recursive: true });
  });
}

Deno.test("commands of a group stop at the first that fails", () =>
  withShell(async (shell) => {
    const ran = await shell.run(["true", "exit 4", "touch /tmp/never"].map(command), {});
    deepStrictEqual(ran.map((one) => one === "skipped" ? one : one.code), [0, 4, "skipped"]);
    const [again] = await shell.run([command("echo next group")], { _successExitCodes: [0, 4] });
    strictEqual(out(again), "next group\n");
  }));

Deno.test("commands and facts that are sent together cost one round trip", () =>
  withShell(async (shell) => {
    await shell.read([command("true")], {});
    const before = shell.traffic.turns;
    await shell.read(Array.from({ length: 20 }, (_, index) => command(`echo ${index}`)), {});
    strictEqual(shell.traffic.turns, before + 1);
    await shell.run(Array.from({ length: 20 }, (_, index) => command(`echo ${index}`)), {});
    strictEqual(shell.traffic.turns, before + 2);
    strictEqual(shell.traffic.sessions, 1);
  }));

Deno.test("a command that prints 100 MB is kept in bounded memory", () =>
  withShell(async (shell) => {
    const [ran] = await shell.run([command("head -c 100000000 /dev/zero | tr '\\0' x; echo end")], {}) as RawOutput[];
    ok(ran!.stdout.bytes.length < 20_000_000);
    strictEqual(ran!.stdout.bytes.length + ran!.stdout.omitted, 100_000_004);
    ok(textOf(ran!.stdout).endsWith("end\n"));
  }));

Deno.test("a mark may come in any pieces, and other marks are data", () => {
  const stream = new TextEncoder().encode("ab\x1eother:1:0\x1ecd\x1en1:7:0\x1eef\x1en1");
  fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: stream.length - 1 })), (cuts) => {
    let text = "";
    const reader = new FrameReader("n1", {
      data: (bytes) => text += new TextDecoder().decode(bytes),
      mark: (id, payload) => text += `<${id} ${payload}>`,
    });
    let at = 0;
    for (const cut of [...new Set(cuts), stream.length].sort((a, b) => a - b)) {
      reader.push(stream.subarray(at, cut));
      at = cut;
    }
    strictEqual(text, "ab\x1eother:1:0\x1ecd<7 0>ef");
  }));
});

Deno.test("readers that are gone are not looked for, though stderr comes late", async () => {
  const connection = await local.connect!({ name: "@local", data: {} }, context);
  const process = await connection.spawn(["sh"]);
  const ready = Promise.withResolvers<void>();
  const source = process.stdout.getReader();
  let isReady = false;
  const stdout = new ReadableStream<Uint8Array>({
    // It is asked for more when what came before has been read.
    async pull(controller) {
      if (isReady) ready.resolve();
      const { value, done } = await source.read();
      if (done) return controller.close();
      isReady ||= new TextDecoder().decode(value).includes(":1:ready");
      controller.enqueue(value);
    },
  }, { highWaterMark: 0 });
  const stderr = process.stderr.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      async transform(chunk, controller) {
        await ready.promise;
        controller.enqueue(chunk);
      },
    }),
  );
  const traffic = { turns: 0, replied: true, sessions: 0, processes: 0, bytesSent: 0, bytesReceived: 0 };
  const session = new ShellSession({ ...process, stdout, stderr, kill: (signal) => process.kill(signal) }, {
    traffic,
    endReaders: () => Promise.reject(new Error("nothing was left running")),
    notStarted: (why) => new Error(why),
  });
  const [ran] = session.send([{ text: "echo out; echo err >&2" }]);
  strictEqual(textOf((await ran as RawOutput).stderr), "err\n");
  strictEqual(session.isLingering, false);
  await session.close();
});
