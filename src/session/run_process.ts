import { FrameReader } from "./frames.ts";
import { LinkLost } from "./link_lost.ts";
import { Capture, type RawOutput } from "./output.ts";
import type { Process } from "./process.ts";
import type { StreamName } from "./session_command.ts";

/** How a process is run to its end. */
export interface RunProcessOptions {
  /** What it reads. Default: nothing. */
  readonly input?: Uint8Array | ReadableStream<Uint8Array>;
  /** Where its stdout goes. Default: into memory, bounded. */
  readonly output?: WritableStream<Uint8Array>;
  readonly onOutput?: (stream: StreamName, bytes: Uint8Array) => void;
  /** It says its process id by a mark with this nonce first. */
  readonly nonce?: string;
  readonly onPid?: (pid: string) => void;
}

/** The argv of a program that says its process id first, by the mark that {@linkcode RunProcessOptions.nonce} is for. */
export function sayingPid(nonce: string, program: readonly string[]): string[] {
  return ["sh", "-c", `printf "%b${nonce}:0:$$%b" "\\\\036" "\\\\036" >&2; exec "$@"`, "sh", ...program];
}

/** Runs a process to its end. @throws {LinkLost} where it is unknown how it ended */
export async function runProcess(process: Process, options: RunProcessOptions): Promise<RawOutput> {
  try {
    const [, stdout, stderr, status] = await Promise.all([
      feed(process.stdin, options.input),
      options.output === undefined
        ? collect("stdout", process.stdout, options)
        : process.stdout.pipeTo(options.output).then(() => new Capture()),
      collect("stderr", process.stderr, options),
      process.status,
    ]);
    if (status.code === null && status.signal === undefined) throw new LinkLost("the connection broke");
    return { stdout: stdout.done(), stderr: stderr.done(), code: status.code };
  } catch (error) {
    process.kill("TERM");
    throw error;
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
  { onOutput, nonce, onPid }: RunProcessOptions,
): Promise<Capture> {
  const capture = new Capture();
  const data = (bytes: Uint8Array) => {
    capture.push(bytes);
    onOutput?.(name, bytes);
  };
  const frames = nonce === undefined ? undefined : new FrameReader(nonce, { data, mark: (_, pid) => onPid?.(pid) });
  for await (const chunk of stream) {
    if (frames) frames.push(chunk);
    else data(chunk);
  }
  frames?.end();
  return capture;
}
