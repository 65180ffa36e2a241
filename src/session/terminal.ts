import type { Process } from "./process.ts";

/** What is typed at the end of the input. */
const END = 4;
const NEWLINE = 10;

/**
 * A process with a terminal, whose input ends as at a keyboard, by `^D`. A terminal has no other end: a program that reads
 * would wait for ever.
 *
 * @param isTyped whether whatever makes the terminal types one `^D` itself when its input ends
 */
export function endingByKey(process: Process, isTyped = false): Process {
  const writer = process.stdin.getWriter();
  let last = NEWLINE;
  const stdin = new WritableStream<Uint8Array>({
    async write(bytes) {
      last = bytes.at(-1) ?? last;
      await writer.write(bytes);
    },
    async close() {
      // Within a line the first one only ends the line.
      const wanted = last === NEWLINE ? 1 : 2;
      await writer.write(new Uint8Array(isTyped ? wanted - 1 : wanted).fill(END));
      await writer.close();
    },
    abort: (reason) => writer.abort(reason),
  });
  return { ...process, stdin, kill: (signal) => process.kill(signal) };
}
