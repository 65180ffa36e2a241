import { Buffer } from "node:buffer";
import { nextTick } from "node:process";
import type { Duplex } from "node:stream";

/**
 * Sends what is written in one turn in one go, after that turn. The library writes a packet in up to four parts, each of
 * which would cost a call, or a packet of a jump host; and what it writes with must not write for a jump host meanwhile.
 */
export function writeTogether(stream: Duplex): void {
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
  let isHeld = false;
  const release = () => {
    isHeld = false;
    stream.uncork();
  };
  stream.write = (...args: unknown[]) => {
    if (!isHeld) {
      isHeld = true;
      stream.cork();
      nextTick(release);
    }
    return write(...args);
  };
  stream._writev ??= (parts, done) => stream._write(Buffer.concat(parts.map(({ chunk }) => chunk)), "binary", done);
}
