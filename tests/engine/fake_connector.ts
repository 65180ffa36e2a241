/** Hosts for tests of the engine: one kind without any process, one kind with a real `sh` in a folder of its own. @module */
import { type AnyConnector, connector, type Process, z } from "drover/connectors";

/** What a fake host says to a command. */
export interface FakeAnswer {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly code?: number;
}

/** A command as a fake host gets it. */
export interface FakeCommand {
  readonly host: string;
  readonly kind: "fact" | "command";
  readonly text: string;
}

/** Answers the commands of fake hosts. */
export type FakeHandler = (command: FakeCommand) => FakeAnswer | void | Promise<FakeAnswer | void>;

/**
 * A connector whose hosts speak the protocol of a session without any process. Commands of processes of their own (stdin,
 * uploads by stream) end at once.
 */
export function fakeConnector(handler: FakeHandler): AnyConnector {
  return connector({
    name: "fake",
    data: () => z.object({}),
    connect: ({ name }) =>
      Promise.resolve({
        spawn: (argv) => Promise.resolve(argv.length === 1 ? fakeSession(name, handler) : endedProcess()),
      }),
  });
}

function fakeSession(host: string, handler: FakeHandler): Process {
  const out = outputStream();
  const err = outputStream();
  const ended = Promise.withResolvers<{ readonly code: number }>();
  const end = () => {
    out.close();
    err.close();
    ended.resolve({ code: 0 });
  };
  let nonce = "";
  let group = "";
  /** Whether all has succeeded: of the group, and where groups go ahead of those before it too. */
  let isWhole = true;
  let wasWhole = true;
  let work = Promise.resolve();
  const mark = (to: typeof out, id: string, payload: string) => to.write(`\x1e${nonce}:${id}:${payload}\x1e`);
  const both = (id: string, payload: string) => [out, err].forEach((to) => mark(to, id, payload));
  const begin = (next: string, ahead: boolean) => {
    if (next === group) return;
    group = next;
    if (ahead) wasWhole = isWhole;
    else isWhole = true;
  };
  const fact = async (id: string, text: string, expected?: string) => {
    const { stdout = "", stderr = "", code = 0 } = await handler({ host, kind: "fact", text }) ?? {};
    if (code === 0 && stdout.replace(/\n+$/, "") === expected) return both(id, "same");
    if (expected !== undefined) isWhole = false;
    out.write(stdout);
    err.write(stderr);
    both(id, String(code));
  };
  const answer = async (line: readonly string[]) => {
    const [kind = "", id = ""] = line;
    if (kind === "f") return await fact(id, line[3]!);
    if (kind === "h") {
      begin(line[2]!, true);
      return wasWhole ? await fact(id, line[5]!, line[3]!) : both(id, "skipped");
    }
    begin(line[2]!, line[6] === "1");
    if (!isWhole) return both(id, "skipped");
    mark(out, id, "begin");
    const { stdout = "", stderr = "", code = 0 } = await handler({ host, kind: "command", text: line[5]! }) ?? {};
    out.write(stdout);
    err.write(stderr);
    both(id, String(code));
    both(id, "ready");
    if (!line[3]!.split(" ").includes(String(code))) isWhole = false;
  };
  const stdin = new WritableStream<Uint8Array>({
    write(bytes) {
      const text = new TextDecoder().decode(bytes);
      if (nonce === "") {
        nonce = /^n=(\S+)/.exec(text)![1]!;
        return both("0", "1");
      }
      const lines = shellWords(text);
      work = work.then(async () => {
        for (const line of lines) await answer(line);
      });
    },
    close: end,
    abort: end,
  });
  return { stdin, stdout: out.stream, stderr: err.stream, status: ended.promise, kill: end };
}

function endedProcess(): Process {
  const empty = () => outputStream(true).stream;
  return {
    stdin: new WritableStream(),
    stdout: empty(),
    stderr: empty(),
    status: Promise.resolve({ code: 0 }),
    kill: () => {},
  };
}

function outputStream(ended = false) {
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  const stream = new ReadableStream<Uint8Array>({ start: (given) => void (controller = given) });
  let open = true;
  const close = () => {
    if (open) controller.close();
    open = false;
  };
  if (ended) close();
  return {
    stream,
    close,
    write: (text: string) => {
      if (open && text) controller.enqueue(new TextEncoder().encode(text));
    },
  };
}

/** The words of each line of a shell text that knows no more than single and double quotes. */
function shellWords(text: string): string[][] {
  const lines: string[][] = [];
  let words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (const character of text) {
    if (quote) {
      if (character === quote) quote = "";
      else word += character;
    } else if (character === "'" || character === '"') {
      quote = character;
      word ??= "";
    } else if (character === " " || character === "\n") {
      if (word !== undefined) words.push(word);
      word = undefined;
      if (character === "\n") {
        lines.push(words);
        words = [];
      }
    } else word = (word ?? "") + character;
  }
  return lines;
}

/** A connector whose hosts are real shells on this machine, each with a home folder `ROOT/NAME` of its own. */
export function scratchConnector(root: string): AnyConnector {
  return connector({
    name: "scratch",
    data: () => z.object({}),
    connect: async ({ name }) => {
      const home = `${root}/${name}`;
      await Deno.mkdir(home, { recursive: true });
      const running = new Set<Process>();
      return {
        spawn: (argv) => Promise.resolve(startIn(home, argv, running)),
        disconnect: async () => {
          for (const process of running) process.kill("KILL");
          await Promise.all([...running].map(({ status }) => status));
        },
      };
    },
  });
}

function startIn(home: string, [program = "", ...args]: readonly string[], running: Set<Process>): Process {
  const child = new Deno.Command(program, {
    args,
    cwd: home,
    clearEnv: true,
    env: { HOME: home, PATH: Deno.env.get("PATH") ?? "/usr/bin:/bin", TMPDIR: home },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
    detached: true,
  }).spawn();
  let ended = false;
  const process: Process = {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    status: child.status.then(({ code, signal }) => {
      ended = true;
      running.delete(process);
      return { code: signal === null ? code : null, signal: signal ?? undefined };
    }),
    kill(signal = "TERM") {
      if (!ended) Deno.kill(-child.pid, `SIG${signal}`);
    },
  };
  running.add(process);
  return process;
}
