import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import {
  BaseConnector,
  connector,
  extractControlArguments,
  makeUnixCommandForHost,
  type MethodOptions,
  runArgv,
  type ShellArguments,
  type ShellCommand,
  spawnFor,
  spawnLocal,
  type SpawnOptions,
} from "drover/connectors";
import { server } from "drover";
import { testContract } from "drover/connectors/testing";
import { connectorOf, messageOf } from "../../src/api/mod.ts";
import { runScript } from "../../src/testing/mod.ts";

/** What the methods of a connector were asked for. */
const asked: string[] = [];

/** The three methods alone, on this machine. */
class Methods extends BaseConnector {
  static override async *makeNamesData(name?: string) {
    yield [`@methods/${name}`, {}, ["@methods"]] as const;
  }

  override async runShellCommand(command: ShellCommand, args: ShellArguments, options: MethodOptions) {
    asked.push("run");
    const { control, shell } = extractControlArguments(args);
    const { text, stdin } = makeUnixCommandForHost(command, { ...shell, _stdin: control.stdin });
    const child = new Deno.Command("sh", {
      args: ["-c", text],
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
      detached: true,
    })
      .spawn();
    options.signal.addEventListener("abort", () => Deno.kill(-child.pid, "SIGKILL"));
    const writer = child.stdin.getWriter();
    if (stdin) await writer.write(stdin).catch(() => {});
    await writer.close().catch(() => {});
    return await child.output();
  }

  override async putFile(src: string, dest: string) {
    asked.push("put");
    temporary.add(dest);
    await Deno.copyFile(src, dest);
  }

  override async getFile(src: string, dest: string) {
    asked.push("get");
    temporary.add(src);
    await Deno.copyFile(src, dest);
  }
}

/** `runShellCommand` alone. */
const runsOnly = connector({
  name: "runs",
  connect: (host, context) => {
    const methods = new Methods(host, context);
    return Promise.resolve({ runShellCommand: methods.runShellCommand.bind(methods) });
  },
});

/** The paths on the host that the methods were given. */
const temporary = new Set<string>();

async function left(): Promise<string[]> {
  const there = await Promise.all([...temporary].map((path) => Deno.stat(path).then(() => [path], () => [])));
  return there.flat();
}

Deno.test("a class with the three methods alone keeps the contract", async (t) => {
  asked.length = 0;
  await testContract(t, { reference: "@methods/here", connectors: { methods: Methods }, left });
  ok(temporary.size > 0);
  deepStrictEqual([...new Set(asked)].sort(), ["get", "put", "run"]);
});

Deno.test("an object that only runs commands keeps the contract", async (t) => {
  await testContract(t, { reference: "@runs", connectors: { runs: runsOnly }, left });
});

Deno.test("no connector goes through one that starts no processes", async () => {
  const behind = connector({
    name: "behind",
    connect: async (_host, context) => {
      await runArgv(spawnFor(context), ["true"]);
      return { spawn: spawnFor(context) };
    },
  });
  const { results } = await runScript("@runs/@behind", () => {}, { connectors: { runs: runsOnly, behind } });
  const [host] = [...results.hosts.values()];
  strictEqual(host!.state, "unreachable");
  match(messageOf(host!.error), /@runs runs commands one by one and starts no processes/);
});

Deno.test("a connection may be an instance of a class, and say when its link is lost", async () => {
  const done: string[] = [];
  const lost = Promise.withResolvers<void>();
  class Session {
    readonly closed = lost.promise;
    readonly #words = ["env", "SESSION=mine"];
    spawn(argv: readonly string[], options?: SpawnOptions) {
      return spawnLocal([...this.#words, ...argv], options);
    }
    finish(ok: boolean) {
      return Promise.resolve(void done.push(`${this.#words.length} ${ok}`));
    }
    disconnect() {
      done.push(`closed ${this.#words[1]}`);
    }
  }
  const given = connector({ name: "given", connect: () => Promise.resolve(new Session()) });
  let said = "";
  const { results } = await runScript("@given", async () => {
    said = await server.shell({ commands: ["echo $SESSION"] }).stdout;
  }, { connectors: { given } });
  strictEqual([...results.hosts.values()][0]!.state, "ok");
  deepStrictEqual([said.trim(), ...done], ["mine", "2 true", "closed SESSION=mine"]);
  class Own extends BaseConnector {
    override readonly closed = lost.promise;
    override spawn(argv: readonly string[], options?: SpawnOptions) {
      return spawnLocal(argv, options);
    }
  }
  for (const one of [given, connectorOf(Own, "own", "own.ts")]) {
    const connection = await one.connect!({ name: "x", data: {} }, {} as never);
    strictEqual(connection.closed, lost.promise);
  }
});

Deno.test("a connector that fails to disconnect is told about and fails nothing", async () => {
  const said: string[] = [];
  const bad = connector({
    name: "bad",
    connect: (_host, context) =>
      Promise.resolve({ spawn: spawnFor(context), disconnect: () => Promise.reject(new Error("no way back")) }),
  });
  const { results } = await runScript("@bad", () => {}, {
    connectors: { bad },
    onEvent: (event) => void (event.type === "message" && said.push(event.text)),
  });
  strictEqual([...results.hosts.values()][0]!.state, "ok");
  deepStrictEqual(said, ["Cannot disconnect cleanly: no way back"]);
});

Deno.test("a connector that fails to finish fails its host", async () => {
  const bad = connector({
    name: "bad",
    connect: (_host, context) =>
      Promise.resolve({ spawn: spawnFor(context), finish: () => Promise.reject(new Error("no image")) }),
  });
  const { results } = await runScript("@bad", () => {}, { connectors: { bad } });
  const [host] = [...results.hosts.values()];
  deepStrictEqual([host!.state, messageOf(host!.error)], ["failed", "no image"]);
});

Deno.test("a connection without spawn and runShellCommand is refused, saying so", async () => {
  // deno-lint-ignore no-explicit-any
  const empty = connector({ name: "empty", connect: () => Promise.resolve({} as any) });
  await rejects(empty.connect!({ name: "x", data: {} }, { signal: new AbortController().signal } as never), {
    name: "ConnectError",
    message: 'The connection of @empty has neither "spawn" nor "runShellCommand"',
  });
});

Deno.test("wrong members of a third party's module are named one by one", () => {
  const message = (exported: unknown): string => {
    try {
      connectorOf(exported, "mine", "mine.ts");
      return "";
    } catch (error) {
      return messageOf(error);
    }
  };
  match(message(undefined), /no default export/);
  match(message(5), /its default export is 5/);
  match(
    message({ name: 5, conect: () => {} }),
    /"conect" is no member.*did you mean.*connect.*"name" has to be a name/,
  );
  match(message({ name: "x", connect: "no" }), /"connect" has to be a function, found "no"/);
  match(message({ name: "x" }), /neither "makeNamesData" nor "connect"/);
  match(message(class {}), /does not extend BaseConnector/);
  match(message(class extends BaseConnector {}), /neither "spawn" nor "runShellCommand"/);
  match(
    message(
      class extends BaseConnector {
        static override readonly handlesExecution = false;
      },
    ),
    /has no static "makeNamesData"/,
  );
  strictEqual(message(Methods), "");
});

Deno.test("a password goes ahead of what a command reads, and nowhere else", () => {
  const { text, stdin } = makeUnixCommandForHost("cat", { _sudo: true, _sudoPassword: "pass word", _stdin: "input" });
  strictEqual(text.includes("pass word"), false);
  const nonce = /\[ "\$line" != ([-0-9a-f]{36}) \]/.exec(text)![1];
  strictEqual(new TextDecoder().decode(stdin), `pass word\n${nonce}\ninput`);
});
