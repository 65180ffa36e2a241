/** How {@linkcode run} starts a program. */
export interface RunOptions {
  /** What it reads. Default: nothing. */
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a program of this machine to its end and gives what it printed.
 *
 * @throws {Error} with what it wrote to stderr, if it fails.
 */
export async function run(argv: readonly [string, ...string[]], options: RunOptions = {}): Promise<string> {
  const [program, ...args] = argv;
  const child = new Deno.Command(program, {
    args,
    env: { ...options.env },
    stdin: options.stdin === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const feed = options.stdin === undefined ? undefined : write(child.stdin, options.stdin);
  const [output] = await Promise.all([child.output(), feed]);
  const decoder = new TextDecoder();
  if (output.success) return decoder.decode(output.stdout);
  const found = decoder.decode(output.stderr).trim() || decoder.decode(output.stdout).trim();
  throw new Error(`${argv.join(" ")} ended with ${output.signal ?? output.code}: ${found}`);
}

async function write(stream: WritableStream<Uint8Array>, text: string): Promise<void> {
  const writer = stream.getWriter();
  try {
    await writer.write(new TextEncoder().encode(text));
    await writer.close();
  } catch (error) {
    // The exit code says more than a program that does not read its input to the end.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
