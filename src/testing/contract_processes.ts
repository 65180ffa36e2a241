import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { sh, ShellCommand } from "../api/mod.ts";
import { type Process, type RawOutput, textOf } from "../session/mod.ts";
import type { ContractCheck, Subject } from "./contract.ts";

/** Runs a process to its end. */
async function ended(process: Process, input = "") {
  const sent = new Response(input).body!.pipeTo(process.stdin).catch(() => {});
  const [stdout, stderr, { code }] = await Promise.all([
    text(process.stdout),
    text(process.stderr),
    process.status,
    sent,
  ]);
  return { stdout, stderr, code };
}

/** What is left in a stream that somebody may have begun to read. */
async function text(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let read = "";
  for await (const bytes of stream) read += decoder.decode(bytes, { stream: true });
  return read;
}

async function hasRunning({ shell }: Subject, file: string): Promise<boolean> {
  const [output] = await shell.read([sh`kill -0 "$(cat ${file})"`], {});
  return output?.code === 0;
}

/** Waits until a file is there, but not for ever. */
function until(path: string): ShellCommand {
  return sh`i=0; while [ ! -e ${path} ] && [ "$i" -lt 100 ]; do sleep 0.05; i=$((i + 1)); done`;
}

/** Processes: what a connector's `spawn` has to keep. */
export const PROCESS_CHECKS: readonly ContractCheck[] = [
  {
    name: "starts a process with its words, its input, its outputs and its exit code",
    needs: ["spawn"],
    async check({ connection }) {
      const words = ["", "a b", `"'$HOME`];
      const text = `printf '<%s>' "$@"; cat; echo problem >&2; exit 7`;
      const process = await connection.spawn(["sh", "-c", text, "sh", ...words]);
      deepStrictEqual(await ended(process, "input"), {
        stdout: `<><a b><"'$HOME>input`,
        stderr: "problem\n",
        code: 7,
      });
    },
  },
  {
    name: "gives output while the process runs",
    needs: ["spawn"],
    async check({ connection }) {
      const process = await connection.spawn(["sh", "-c", "echo first; read line; echo $line"]);
      const reader = process.stdout.getReader();
      strictEqual(new TextDecoder().decode((await reader.read()).value), "first\n");
      reader.releaseLock();
      strictEqual((await ended(process, "second\n")).stdout, "second\n");
    },
  },
  {
    name: "runs several processes at a time",
    needs: ["spawn", "channels"],
    async check({ connection, folder }) {
      const meet =
        `echo >"$0/$1"; i=0; while [ ! -e "$0/$2" ]; do sleep 0.05; i=$((i + 1)); [ $i -lt 100 ] || exit 9; done`;
      const codes = await Promise.all(
        [["a", "b"], ["b", "a"]].map(async (names) =>
          (await ended(await connection.spawn(["sh", "-c", meet, folder, ...names]))).code
        ),
      );
      deepStrictEqual(codes, [0, 0]);
    },
  },
  {
    name: "gives a terminal to who asks for one, and to nobody else",
    needs: ["spawn", "pty"],
    async check({ shell }) {
      const command = new ShellCommand("test -t 0 && test -t 1 && echo terminal || echo none");
      const [[with_], [without]] = await Promise.all([
        shell.run([command], { _getPty: true }),
        shell.run([command], {}),
      ]);
      strictEqual(textOf((with_ as RawOutput).stdout), "terminal\r\n");
      strictEqual(textOf((without as RawOutput).stdout), "none\n");
    },
  },
  {
    name: "gives a command in a terminal its input, and lets it find the end",
    needs: ["spawn", "pty"],
    async check({ shell }) {
      const read = new ShellCommand('read -r line; cat; echo "it was $line"');
      const [output] = await shell.run([read], { _getPty: true, _stdin: "typed\n" });
      // A terminal shows what is typed, at once.
      match(textOf((output as RawOutput).stdout), /^typed\r\nit was typed\r\n$|^it was typed\r\n$/);
      const readAll = new ShellCommand("cat; echo end");
      const [nothing] = await shell.run([readAll], { _getPty: true });
      strictEqual(textOf((nothing as RawOutput).stdout), "end\r\n");
      const [part] = await shell.run([readAll], { _getPty: true, _stdin: "typed" });
      match(textOf((part as RawOutput).stdout), /^(typed){1,2}end\r\n$/);
    },
  },
  {
    name: "ends a process by a signal",
    needs: ["spawn", "signals"],
    async check(subject) {
      const pid = `${subject.folder}/pid`;
      const process = await subject.connection.spawn(["sh", "-c", 'echo $$ >"$0"; echo begun; exec sleep 1000', pid]);
      const reader = process.stdout.getReader();
      await reader.read();
      reader.releaseLock();
      ok(await hasRunning(subject, pid));
      process.kill("TERM");
      const { code } = await process.status;
      await Promise.all([process.stdout.cancel(), process.stderr.cancel(), process.stdin.close().catch(() => {})]);
      ok(code === null || code === 143, `it ended with ${code}`);
      strictEqual(await hasRunning(subject, pid), false);
    },
  },
  {
    name: "does not wait for what a command leaves running, nor takes its output for that of another",
    needs: ["spawn"],
    async check({ shell, folder }) {
      const [go, done] = [`${folder}/go`, `${folder}/done`];
      // Its readers may be gone: that must not keep it from going on.
      const leave = sh`(trap '' PIPE; ${until(go)}; echo late; echo late >&2; : > ${done}) & echo left`;
      const next = sh`: > ${go}; ${until(done)}; echo next`;
      const outputs = await shell.run([leave, next], {});
      deepStrictEqual(
        outputs.map((one) => one === "skipped" ? one : [textOf(one.stdout), textOf(one.stderr)]),
        [["left\n", ""], ["next\n", ""]],
      );
    },
  },
];
