import {
  describe,
  identityOf,
  makeUnixCommandForHost,
  pathWord,
  quote,
  sh,
  type ShellArguments,
  ShellCommand,
} from "../command/mod.ts";
import { OperationError } from "../errors.ts";
import type { Ran, RunOptions, StreamOptions } from "./host_shell.ts";
import { limited } from "./limits.ts";
import type { ConnectionMethods, MethodOutput } from "./methods.ts";
import { succeeded } from "./outcome.ts";
import { Capture, type RawOutput, textOf } from "./output.ts";
import type { Shell } from "./shell.ts";
import { INLINE_LIMIT } from "./upload.ts";

/** A host whose connector starts no processes: commands one by one, files by the connector's own way. */
export class MethodShell implements Shell {
  readonly traffic = { turns: 0 };
  readonly inlineLimit: number;

  /**
   * @param methods what the connector gives
   * @param signal ends what runs
   */
  constructor(private readonly methods: ConnectionMethods, private readonly signal: AbortSignal) {
    this.inlineLimit = methods.putFile ? -1 : INLINE_LIMIT;
  }

  async run(commands: readonly ShellCommand[], args: ShellArguments, options: RunOptions = {}): Promise<Ran[]> {
    const results: Ran[] = [];
    let failed = false;
    for (const command of commands) {
      if (failed) {
        results.push("skipped");
        continue;
      }
      const given = { ...args, ...command.globals };
      const output = await this.#one(command, given, options.signal);
      for (const stream of ["stdout", "stderr"] as const) {
        if (output[stream].bytes.length) options.onOutput?.(stream, textOf(output[stream]));
      }
      results.push(output);
      failed = options.guarded !== false && !succeeded(output, given);
    }
    return results;
  }

  async read(commands: readonly ShellCommand[], args: ShellArguments, signal?: AbortSignal): Promise<RawOutput[]> {
    const outputs: RawOutput[] = [];
    for (const command of commands) {
      const given = { ...args, ...command.globals };
      outputs.push(await this.#one(command, { ...given, _env: { ...given._env, LC_ALL: "C" } }, signal));
    }
    return outputs;
  }

  async stream(program: readonly string[], args: ShellArguments, options: StreamOptions): Promise<RawOutput> {
    const text = program.map(quote).join(" ");
    const identity = { ...identityOf(args), _shellExecutable: null };
    if (options.output) return await this.#download(text, identity, args, options.output, options);
    if (options.input) return await this.#upload(text, identity, args, options.input, options);
    return await this.#one(new ShellCommand(text), identity, options.signal, options.what);
  }

  /** There is nothing that could be old. */
  closeSessions(): Promise<void> {
    return Promise.resolve();
  }

  async #upload(
    text: string,
    identity: ShellArguments,
    args: ShellArguments,
    input: NonNullable<StreamOptions["input"]>,
    options: StreamOptions,
  ): Promise<RawOutput> {
    const { signal, what } = options;
    const bytes = input instanceof Uint8Array ? ReadableStream.from([input]) : input;
    if (!this.methods.putFile) {
      const _stdin = new Uint8Array(await new Response(bytes).arrayBuffer());
      return await this.#one(new ShellCommand(text), { ...identity, _stdin }, signal, what);
    }
    return await this.#between(args, options, async (here, there) => {
      await Deno.writeFile(here, bytes, { mode: 0o600 });
      await this.#transfer((options) => this.methods.putFile!(here, there, options), what, signal);
      // Passwords come before the content, which the login user reads for whoever is to have it.
      const { text: composed, stdin } = makeUnixCommandForHost(text, identity);
      const head = stdin ? "cat; " : "";
      return await this.#one(
        new ShellCommand(`{ ${head}cat ${quote(there)}; } | ${composed}`),
        { _stdin: stdin },
        signal,
        what,
      );
    });
  }

  async #download(
    text: string,
    identity: ShellArguments,
    args: ShellArguments,
    output: WritableStream<Uint8Array>,
    options: StreamOptions,
  ): Promise<RawOutput> {
    const { signal, what } = options;
    if (!this.methods.getFile) {
      const ran = await this.#one(new ShellCommand(text), identity, signal, what);
      if (ran.stdout.omitted) {
        throw new OperationError(`Cannot finish the ${what}: the file is too large for a connector without getFile`);
      }
      await ReadableStream.from([ran.stdout.bytes]).pipeTo(output);
      return { ...ran, stdout: new Capture().done() };
    }
    return await this.#between(args, options, async (here, there) => {
      const { text: composed, stdin } = makeUnixCommandForHost(text, identity);
      const ran = await this.#one(
        new ShellCommand(`${composed} > ${quote(there)}`),
        { _stdin: stdin },
        signal,
        what,
      );
      if (!succeeded(ran, {})) {
        await output.abort();
        return ran;
      }
      await this.#transfer((options) => this.methods.getFile!(there, here, options), what, signal);
      await (await Deno.open(here)).readable.pipeTo(output);
      return ran;
    });
  }

  /** Makes a temporary file on both sides that nobody else can read, and removes them. */
  async #between(
    { _tempDir }: ShellArguments,
    { signal, what }: StreamOptions,
    body: (here: string, there: string) => Promise<RawOutput>,
  ): Promise<RawOutput> {
    const folder = await Deno.makeTempDir({ prefix: "drover-" });
    const there = `${_tempDir ?? "/tmp"}/.drover-${crypto.randomUUID()}`;
    try {
      const made = await this.#one(sh`umask 077 && : > ${pathWord(there)}`, {}, signal, what);
      if (!succeeded(made, {})) {
        throw new OperationError(`Cannot make a temporary file for the ${what}: ${textOf(made.stderr).trim()}`, {
          hint: "Set _tempDir to a folder of the host that can be written.",
        });
      }
      return await body(`${folder}/file`, there);
    } finally {
      await Deno.remove(folder, { recursive: true });
      // Also when the run is stopped.
      const { signal } = new AbortController();
      await this.methods.runShellCommand(sh`rm -f ${pathWord(there)}`, {}, { signal }).catch(() => {});
    }
  }

  async #one(
    command: ShellCommand,
    args: ShellArguments,
    signal: AbortSignal | undefined,
    what: string = describe(command),
  ): Promise<RawOutput> {
    this.traffic.turns++;
    const output = await this.#limited(
      (options) => this.methods.runShellCommand(new ShellCommand(command.text), args, options),
      what,
      signal,
      args._timeout,
    );
    return rawOutput(output);
  }

  #transfer(
    run: (options: { readonly signal: AbortSignal }) => Promise<void>,
    what: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    this.traffic.turns++;
    return this.#limited(run, what, signal);
  }

  async #limited<T>(
    run: (options: { readonly signal: AbortSignal }) => Promise<T>,
    what: string,
    signal: AbortSignal | undefined,
    timeout?: number,
  ): Promise<T> {
    for (const one of [signal, this.signal]) one?.throwIfAborted();
    const stop = new AbortController();
    const answer = run({ signal: stop.signal });
    return await limited(answer, {
      timeout,
      signals: [signal, this.signal],
      // Whether it has ended is known when the method has.
      end: () => {
        stop.abort();
        return endsSoon(answer);
      },
      what,
    });
  }
}

/** How long a method may take to end what it runs. */
const PATIENCE_MS = 5000;

async function endsSoon(answer: Promise<unknown>): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), PATIENCE_MS);
  answer.then(() => resolve(true), () => resolve(true));
  const ended = await promise;
  clearTimeout(timer);
  return ended;
}

function rawOutput({ stdout, stderr, code }: MethodOutput): RawOutput {
  return { stdout: captured(stdout), stderr: captured(stderr), code };
}

function captured(output: string | Uint8Array): RawOutput["stdout"] {
  const capture = new Capture();
  capture.push(typeof output === "string" ? new TextEncoder().encode(output) : output);
  return capture.done();
}
