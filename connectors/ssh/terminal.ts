import type { Process } from "drover/connectors";

/** What is typed at the end of the input. */
const END = 4;
const NEWLINE = 10;

/**
 * A process with a terminal, whose input ends as at a keyboard: an SSH server tells a terminal of no end, and a program that
 * reads would wait for ever.
 */
export function endingByKey(process: Process): Process {
  const writer = process.stdin.getWriter();
  let last = NEWLINE;
  const stdin = new WritableStream<Uint8Array>({
    async write(bytes) {
      last = bytes.at(-1) ?? last;
      await writer.write(bytes);
    },
    async close() {
      // Within a line the first one only ends the line.
      await writer.write(Uint8Array.from(last === NEWLINE ? [END] : [END, END]));
      await writer.close();
    },
    abort: (reason) => writer.abort(reason),
  });
  return { ...process, stdin, kill: (signal) => process.kill(signal) };
}
