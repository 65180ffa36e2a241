import { DroverError } from "../errors.ts";
import { Capture, type RawOutput } from "./output.ts";
import type { Process } from "./process.ts";
import type { StreamName } from "./session.ts";

/** How a process is run to its end. */
export interface RunProcessOptions {
  /** What it reads. Default: nothing. */
  readonly input?: Uint8Array | ReadableStream<Uint8Array>;
  /** Where its stdout goes. Default: into memory, bounded. */
  readonly output?: WritableStream<Uint8Array>;
  /** In seconds. Default: none. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
  readonly onOutput?: (stream: StreamName, bytes: Uint8Array) => void;
  /** What it does, for errors. */
  readonly what: string;
}

/** Runs a process to its end. @throws {DroverError} when its time is over or the run is stopped. */
export async function runProcess(process: Process, options: RunProcessOptions): Promise<RawOutput> {
  let why: "timeout" | "interrupted" | undefined;
  const end = (reason: "timeout" | "interrupted") => {
    why ??= reason;
    process.kill("TERM");
  };
  const timer = options.timeout === undefined ? undefined : setTimeout(() => end("timeout"), options.timeout * 1000);
  const onAbort = () => end("interrupted");
  options.signal?.addEventListener("abort", onAbort);
  try {
    const [, stdout, stderr, status] = await Promise.all([
      feed(process.stdin, options.input),
      options.output === undefined
        ? collect("stdout", process.stdout, options)
        : process.stdout.pipeTo(options.output).then(() => new Capture()),
      collect("stderr", process.stderr, options),
      process.status,
    ]);
    if (why === "timeout") {
      throw new DroverError(
        "timeout",
        `The command did not end within ${options.timeout} s and was ended: ${options.what}`,
        {
          hint: "Raise _timeout if it needs more time.",
        },
      );
    }
    if (why === "interrupted") throw new DroverError("interrupted", "The run was stopped");
    return { stdout: stdout.done(), stderr: stderr.done(), code: status.code };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", onAbort);
  }
}

async function feed(stdin: WritableStream<Uint8Array>, input: RunProcessOptions["input"]): Promise<void> {
  // A process may end without reading all; that is its business.
  const source = input instanceof Uint8Array ? ReadableStream.from([input]) : input;
  if (source) await source.pipeTo(stdin).catch(() => {});
  else await stdin.close().catch(() => {});
}

async function collect(
  name: StreamName,
  stream: ReadableStream<Uint8Array>,
  { onOutput }: RunProcessOptions,
): Promise<Capture> {
  const capture = new Capture();
  for await (const chunk of stream) {
    capture.push(chunk);
    onOutput?.(name, chunk);
  }
  return capture;
}
