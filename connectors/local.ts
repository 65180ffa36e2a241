/**
 * `@local`: this machine.
 *
 * @module
 */
import {
  type AnyConnector,
  ConnectError,
  type Connection,
  connector,
  type Process,
  quote,
  type SpawnOptions,
  UsageError,
  z,
} from "drover/connectors";

/** Runs on the machine that Drover runs on. */
const local: AnyConnector = connector({
  name: "local",
  data: () => z.object({}),
  makeNamesData(argument) {
    if (argument !== undefined) {
      throw new UsageError(`Cannot use "@local/${argument}": @local is one host and takes no argument`, {
        hint: "Write @local.",
      });
    }
    return [{ name: "@local", groups: ["@local"] }];
  },
  connect() {
    const running = new Set<Process>();
    const connection: Connection = {
      channels: 64,
      spawn: (argv, options) => Promise.resolve().then(() => start(argv, options, running)),
      async disconnect() {
        const rest = [...running];
        for (const process of rest) process.kill("KILL");
        await Promise.all(rest.map((process) => process.status));
      },
    };
    return Promise.resolve(connection);
  },
});

export default local;

/** Starts a process that leads its own group, so that a signal reaches its children and a Ctrl-C of ours does not. */
function start(argv: readonly string[], options: SpawnOptions = {}, running: Set<Process>): Process {
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
      running.delete(process);
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
  running.add(process);
  options.signal?.addEventListener("abort", end, { once: true });
  return process;
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
