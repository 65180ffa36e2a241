/** Where the command line writes to. */
export interface Terminal {
  /** Results: stdout. */
  out(text: string): void;
  /** Progress and diagnostics: stderr. */
  err(text: string): void;
  readonly outIsTerminal: boolean;
  readonly errIsTerminal: boolean;
  /** Whether there is somebody to ask. */
  readonly canAsk: boolean;
  /** Asks for a line; `undefined` where nobody can be asked, or answers no more (end of input). */
  ask(question: string): Promise<string | undefined>;
}

/** The process's own streams. */
export const processTerminal: Terminal = {
  out: (text) => writeAll(Deno.stdout, text),
  err: (text) => writeAll(Deno.stderr, text),
  outIsTerminal: Deno.stdout.isTerminal(),
  errIsTerminal: Deno.stderr.isTerminal(),
  canAsk: Deno.stdin.isTerminal(),
  ask(question) {
    if (!Deno.stdin.isTerminal()) return Promise.resolve(undefined);
    writeAll(Deno.stderr, question);
    return readLine();
  },
};

function writeAll(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  const bytes = new TextEncoder().encode(text);
  try {
    for (let at = 0; at < bytes.length;) at += stream.writeSync(bytes.subarray(at));
  } catch (error) {
    // Whoever read us has gone (`| head`): nothing more to say to him.
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}

async function readLine(): Promise<string | undefined> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(1024);
  let line = "";
  while (!line.includes("\n")) {
    const count = await Deno.stdin.read(buffer);
    if (count === null) return line === "" ? undefined : line;
    line += decoder.decode(buffer.subarray(0, count), { stream: true });
  }
  return line.replace(/\r?\n$/, "");
}
