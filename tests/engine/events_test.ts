import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { call, type Data, fact, fail, files, handler, type Host, secret, server, ShellCommand } from "drover";
import { makeColors } from "../../src/cli/colors.ts";
import { toJson } from "../../src/cli/render_json.ts";
import { terminalView } from "../../src/cli/render_terminal.ts";
import type { DroverEvent } from "../../src/engine/mod.ts";
import { runOn, say, type TestRunOptions } from "./harness.ts";

Deno.test("a run tells what happens in the order in which it happens", async () => {
  const ran = await runOn(() => void say("a"), { url: "typed", answer: () => ({ stdout: "out" }) });
  deepStrictEqual(ran.events.map((event) => event.type === "stage" ? event.stage : event.type), [
    "connect",
    "host.connected",
    "prepare",
    "host.ready",
    "plan",
    "apply",
    "host.ready",
    "operation.started",
    "command",
    "output",
    "operation.host",
    "results",
    "results",
    "disconnect",
    "host.disconnected",
  ]);
});

Deno.test("a host that fails is told of once, with its operation", async () => {
  const ran = await runOn(() => void say("a"), { answer: () => ({ code: 1 }) });
  const failed = ran.events.filter((event) => event.type === "host.failed");
  deepStrictEqual(failed.map(({ host, operation }) => [host, operation]), [["host1", "a"]]);
});

/** All that a program or a person can see of a run. */
async function sinks(script: (host: Host) => unknown, options: TestRunOptions) {
  let terminal = "";
  let raw = "";
  const view = terminalView({
    colors: makeColors(false),
    verbose: 3,
    debug: true,
    debugFacts: true,
    nameWidth: 10,
    write: (text) => terminal += text,
    live: true,
  });
  const emit = (event: DroverEvent) => {
    view(event);
    raw += textsOf(event);
  };
  const ran = await runOn(script, { ...options, emit, wantsDiff: true });
  return { json: ran.events.map((event) => toJson(event)).join("\n"), terminal, raw };
}

/** The texts of an event as the engine gives them to whoever listens, but for errors, which every view masks. */
function textsOf(event: DroverEvent): string {
  return JSON.stringify(event, (key, value) => {
    if (key === "error" || key === "results") return undefined;
    return value instanceof Map ? Object.fromEntries(value) : value;
  });
}

const Read = fact({ name: "Read", command: () => new ShellCommand("read secret"), process: (lines) => lines });

const PLACES: readonly (readonly [string, (value: string) => (host: Host) => unknown])[] = [
  ["the data of a host", () => (host) => void say(`login ${(host.data as Data).token}`)],
  ["an argument", (value) => () => void server.shell({ commands: [`login ${value}`] })],
  ["a quoted argument", (value) => () => void files.line({ path: "/etc/x", line: `token = '${value}'` })],
  ["the environment", (value) => () => void say("a", { _env: { TOKEN: value } })],
  ["stdin", (value) => () => void say("a", { _stdin: value })],
  ["the content of a file", (value) => () => void files.put({ src: new TextEncoder().encode(value), dest: "/etc/x" })],
  ["a name", (value) => () => void say("a", { name: `Set ${value}` })],
  ["an error of the script", (value) => () => fail(`no ${value}`)],
  ["a log of a call", (value) => () => void call({ name: "c", run: ({ log }) => log(`got ${value}`) })],
  ["the error of a call", (value) => () => void call({ name: "c", run: () => fail(`got ${value}`) })],
  ["a handler", (value) => () => void say("a", { _notify: handler("h", () => void say(`restart ${value}`)) })],
  ["a fact", () => async (host) => void say(`use ${await host.fact(Read)}`)],
];

for (const [index, [place, script]] of PLACES.entries()) {
  Deno.test(`a secret in ${place} is masked in all that can be seen`, async () => {
    const value = `canary'${index}"$HOME/ünd\\so`;
    const masked = secret(value);
    const options: TestRunOptions = {
      hosts: { host1: { token: masked } },
      // The host repeats what it was told, as commands do under set -x.
      answer: ({ kind, text }) =>
        text === "read secret"
          ? { stdout: value }
          : kind === "fact"
          ? { stdout: "" }
          : { stdout: `out ${value}\n`, stderr: `err ${text}` },
    };
    const found = await sinks(script(masked), options);
    for (const [sink, text] of Object.entries(found)) {
      strictEqual(text.includes(`canary'${index}`), false, `${sink}: ${around(text, `canary'${index}`)}`);
      strictEqual(/canary\W/.test(text), false, `${sink}: ${around(text, "canary")}`);
    }
  });
}

Deno.test("a secret that comes in pieces is masked", async () => {
  const value = secret("canary-in-pieces");
  let output = "";
  await runOn(() => void call({ name: "c", run: () => {} }), {});
  await runOn(() => void say("a"), {
    answer: async ({ kind }) => {
      await Promise.resolve();
      return { stdout: kind === "command" ? `${"x".repeat(70_000)}${value}` : "" };
    },
    emit: (event) => {
      if (event.type === "output") output += event.text;
    },
  });
  strictEqual(output.includes(value), false);
  strictEqual(output.length > 70_000, true);
});

function around(text: string, wanted: string): string {
  const at = text.indexOf(wanted);
  return text.slice(Math.max(0, at - 80), at + 80);
}
