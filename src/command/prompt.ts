import { UsageError } from "../errors.ts";

/**
 * Asks for a line on the terminal without showing what is typed.
 *
 * @throws {UsageError} where stdin is no terminal, or the input ended or was interrupted.
 */
export async function promptHidden(text: string): Promise<string> {
  if (!Deno.stdin.isTerminal()) {
    throw new UsageError(`Cannot ask "${text}": there is no terminal`, {
      hint: "Give the value as data, or run Drover in a terminal.",
    });
  }
  // Nothing may be typed between the question and the hiding.
  Deno.stdin.setRaw(true);
  try {
    await Deno.stderr.write(new TextEncoder().encode(`${text}: `));
    return await readLine();
  } finally {
    Deno.stdin.setRaw(false);
    await Deno.stderr.write(new TextEncoder().encode("\n"));
  }
}

async function readLine(): Promise<string> {
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(256);
  let line = "";
  while (true) {
    const count = await Deno.stdin.read(buffer);
    if (count === null) throw new UsageError("Cannot read the answer: the input ended");
    for (const character of decoder.decode(buffer.subarray(0, count), { stream: true })) {
      if (character === "\r" || character === "\n") return line;
      if (character === "\x03" || character === "\x04") throw new UsageError("Cannot read the answer: interrupted");
      line = character === "\x7f" || character === "\b" ? line.slice(0, -1) : line + character;
    }
  }
}
