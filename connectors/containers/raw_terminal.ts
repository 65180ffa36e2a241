import { Buffer } from "node:buffer";
import type { Process, Spawn } from "drover/connectors";

/**
 * Starts a program that shows a terminal of somewhere else on one of ours: `docker exec -t`. Such a program makes ours raw,
 * but only some time after its start. What was typed before that, the end of the input too, would be taken as meant for our
 * terminal and come out as other bytes. So ours is raw before anybody can type.
 */
export async function startOnRawTerminal(
  start: Spawn,
  argv: readonly string[],
  options?: Parameters<Spawn>[1],
): Promise<Process> {
  const ready = `ready-${crypto.randomUUID()}`;
  const script = `stty raw -echo rows 24 cols 80; echo ${ready}; exec "$@"`;
  const process = await start(["sh", "-c", script, "sh", ...argv], { ...options, pty: true });
  const reader = process.stdout.getReader();
  let heard = Buffer.alloc(0);
  let isOver = false;
  while (!isOver && !heard.includes(`${ready}\n`)) {
    const { done, value } = await reader.read();
    isOver = done;
    if (value) heard = Buffer.concat([heard, value]);
  }
  const at = heard.indexOf(`${ready}\n`);
  const rest = at < 0 ? heard : Buffer.concat([heard.subarray(0, at), heard.subarray(at + ready.length + 1)]);
  return { ...process, stdout: streamOf(rest, reader), kill: (signal) => process.kill(signal) };
}

/** Bytes, then all that a reader gives. */
function streamOf(
  first: Uint8Array,
  reader: ReadableStreamDefaultReader<Uint8Array>,
): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      if (first.length > 0) controller.enqueue(first);
    },
    async pull(controller) {
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
}
