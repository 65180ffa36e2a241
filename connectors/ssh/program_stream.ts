import { spawn } from "node:child_process";
import { Duplex } from "node:stream";
import { printable } from "./printable.ts";

/** How much of what a program says on its stderr is kept, in characters. */
const KEPT = 1000;

/** The streams of a local program as one connection. */
export interface ProgramStream {
  readonly stream: Duplex;
  /** What it has said on its stderr. */
  said(): string;
}

/** Starts a program by a command line for `sh`. */
export function programStream(line: string): ProgramStream {
  const child = spawn("sh", ["-c", `exec ${line}`], { stdio: "pipe", detached: true });
  let said = "";
  child.stderr.on("data", (bytes) => said = (said + bytes).slice(-KEPT));
  const stream = new Duplex({
    read: () => void child.stdout.resume(),
    write: (chunk, _encoding, done) => void child.stdin.write(chunk, done),
    final: (done) => void child.stdin.end(done),
    destroy(error, done) {
      // It leads a group of its own, so that what it has started ends with it.
      if (child.exitCode === null && child.signalCode === null && child.pid) process.kill(-child.pid, "SIGTERM");
      done(error);
    },
  });
  child.stdout.on("data", (bytes) => stream.push(bytes) || child.stdout.pause());
  child.stdin.on("error", () => {});
  child.on("error", (error) => stream.destroy(error));
  child.on("close", () => {
    stream.push(null);
    stream.destroy();
  });
  return { stream, said: () => printable(said) };
}
