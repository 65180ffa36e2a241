import { quote } from "../command/mod.ts";
import { ConnectError } from "../errors.ts";
import type { Process, SpawnOptions } from "./process.ts";
import { endingByKey } from "./terminal.ts";

/** Starts a process on this machine. It leads its own group: a signal reaches its children and a Ctrl-C of ours does not. */
export function spawnLocal(argv: readonly string[], options: SpawnOptions = {}): Promise<Process> {
  return Promise.resolve().then(() => start(argv, options));
}

function start(argv: readonly string[], options: SpawnOptions): Process {
  options.signal?.throwIfAborted();
  const [program = "", ...args] = options.pty ? withTerminal(argv) : argv;
  const child = spawnChild(program, args);
  let ended = false;
  const end = () => process.kill("KILL");
  const process: Process = {
    stdin: child.stdin,
    stdout: child.stdout,
    stderr: child.stderr,
    status: child.status.then(({ code, signal }) => {
      ended = true;
      options.signal?.removeEventListener("abort", end);
      return signal === null ? { code } : { code: null, signal: signal.replace(/^SIG/, "") };
    }),
    kill(signal = "TERM") {
      // A group that is gone may have left its number to somebody else.
      if (ended) return;
      try {
        Deno.kill(-child.pid, `SIG${signal}`);
      } catch (error) {
        if (!isGone(error)) throw error;
      }
    },
  };
  options.signal?.addEventListener("abort", end, { once: true });
  return options.pty ? endingByKey(process, true) : process;
}

function spawnChild(program: string, args: string[]): Deno.ChildProcess {
  try {
    return new Deno.Command(program, { args, stdin: "piped", stdout: "piped", stderr: "piped", detached: true })
      .spawn();
  } catch (cause) {
    const why = cause instanceof Deno.errors.NotFound ? "no such program" : (cause as Error).message;
    throw new ConnectError(`Cannot start ${JSON.stringify(program)} on @local: ${why}`, {
      hint: "Check that the program is installed on this machine and found in PATH.",
      cause,
    });
  }
}

/** Deno opens no terminals; script(1), which every base system has, does. */
function withTerminal(argv: readonly string[]): string[] {
  return Deno.build.os === "linux"
    ? ["script", "-qec", argv.map(quote).join(" "), "/dev/null"]
    : ["script", "-q", "/dev/null", ...argv];
}

function isGone(error: unknown): boolean {
  return error instanceof Deno.errors.NotFound || (error as { code?: string }).code === "ESRCH";
}
