import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { sh, type ShellArguments, ShellCommand } from "../api/mod.ts";
import { type RawOutput, textOf } from "../session/mod.ts";
import type { ContractCheck, Subject } from "./contract.ts";

/** Runs one command and gives what it printed. */
async function ran({ shell }: Subject, command: ShellCommand | string, args: ShellArguments = {}): Promise<RawOutput> {
  const [output] = await shell.run([typeof command === "string" ? new ShellCommand(command) : command], args);
  if (output === undefined || output === "skipped") throw new Error(`The command was not run: ${command}`);
  return output;
}

async function out(subject: Subject, command: ShellCommand | string, args: ShellArguments = {}): Promise<string> {
  return textOf((await ran(subject, command, args)).stdout);
}

/** All bytes there are, in an order in which no text decoder leaves them alone. */
const BYTES = Uint8Array.from({ length: 512 }, (_, index) => (index * 37) % 256);

/** Commands: what goes in comes out. */
export const COMMAND_CHECKS: readonly ContractCheck[] = [
  {
    name: "gives both outputs and the exit code",
    async check(subject) {
      const { stdout, stderr, code } = await ran(subject, "echo out; echo problem >&2; exit 7");
      deepStrictEqual([textOf(stdout), textOf(stderr), code], ["out\n", "problem\n", 7]);
    },
  },
  {
    name: "runs commands in order and stops at the first that fails",
    async check({ shell }) {
      const results = await shell.run(["echo one", "exit 3", "echo never"].map((text) => new ShellCommand(text)), {});
      deepStrictEqual(results.map((one) => one === "skipped" ? one : one.code), [0, 3, "skipped"]);
    },
  },
  {
    name: "takes exit codes that are no failure for none",
    async check({ shell }) {
      const commands = [new ShellCommand("exit 3"), new ShellCommand("echo next")];
      const [, next] = await shell.run(commands, { _successExitCodes: [0, 3] });
      ok(next !== "skipped");
    },
  },
  {
    name: "takes words as they are",
    async check(subject) {
      const words = ["", " a  b ", `"'\\`, "$HOME `id` $(id)", "two\nlines", "*", "-n", "ünïcode"];
      strictEqual(await out(subject, sh`printf '<%s>' ${words}`), words.map((word) => `<${word}>`).join(""));
    },
  },
  {
    name: "gives a command environment and directory",
    async check(subject) {
      const args = { _env: { GREETING: "it's $HOME" }, _chdir: "/" };
      strictEqual(await out(subject, `printf '%s %s' "$GREETING" "$PWD"`, args), "it's $HOME /");
    },
  },
  {
    name: "gives a command what it is to read",
    async check(subject) {
      strictEqual(await out(subject, "cat; echo end", { _stdin: ["one", "two"] }), "one\ntwo\nend\n");
    },
  },
  {
    name: "lets a command that reads find the end at once where it has no input",
    async check(subject) {
      strictEqual(await out(subject, "cat; echo end"), "end\n");
    },
  },
  {
    name: "keeps bytes as they are, in and out",
    needs: ["binary"],
    async check(subject) {
      deepStrictEqual((await ran(subject, "cat", { _stdin: BYTES })).stdout.bytes, BYTES);
    },
  },
  {
    name: "takes 4 MiB of output",
    async check(subject) {
      const { stdout, code } = await ran(subject, "head -c 4194304 /dev/zero | tr '\\0' x");
      deepStrictEqual([stdout.bytes.length, stdout.omitted, code], [4194304, 0, 0]);
    },
  },
  {
    name: "reads several facts in one go",
    async check({ shell }) {
      const outputs = await shell.read(
        ["echo one", "echo two; exit 4", "cat"].map((text) => new ShellCommand(text)),
        {},
      );
      deepStrictEqual(outputs.map(({ stdout, code }) => [textOf(stdout), code]), [["one\n", 0], ["two\n", 4], ["", 0]]);
    },
  },
  {
    name: "ends a command when its time is over, and goes on",
    async check(subject) {
      await rejects(ran(subject, "sleep 1000", { _timeout: 0.2 }), { code: "timeout" });
      strictEqual(await out(subject, "echo next"), "next\n");
    },
  },
  {
    name: "runs commands as root by sudo",
    needs: ["sudo"],
    async check(subject) {
      strictEqual(await out(subject, "id -u", { _sudo: true }), "0\n");
    },
  },
];
