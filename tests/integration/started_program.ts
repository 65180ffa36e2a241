import { PROGRAM, type Project } from "../cli/program.ts";

/** The program while it runs. */
export interface StartedProgram extends AsyncDisposable {
  readonly pid: number;
  /** All that it has printed so far. */
  readonly printed: string;
  readonly code: Promise<number>;
  /** Presses Ctrl-C. */
  interrupt(): void;
  /** Waits until it prints something. */
  says(what: RegExp): Promise<void>;
}

/** Starts the program in a user's folder, on a terminal if told so. */
export function startProgram(
  project: Project,
  args: readonly string[],
  { terminal = false }: { readonly terminal?: boolean } = {},
): StartedProgram {
  const argv = [...PROGRAM, ...args];
  const line = argv.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(" ");
  const [program, ...rest] = terminal ? ["script", "-qec", line, "/dev/null"] : argv;
  const child = new Deno.Command(program!, {
    args: rest,
    cwd: project.folder,
    env: { NO_COLOR: "1", SSH_AUTH_SOCK: "", XDG_STATE_HOME: project.path(".state") },
    stdin: terminal ? "piped" : "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let printed = "";
  let hear = () => {};
  const listen = async (stream: ReadableStream<Uint8Array>) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      printed += text;
      hear();
    }
  };
  const read = Promise.all([listen(child.stdout), listen(child.stderr)]);
  const typing = terminal ? child.stdin.getWriter() : undefined;
  const ended = Promise.all([child.status, read]);
  return {
    pid: child.pid,
    get printed() {
      return printed;
    },
    code: ended.then(([{ code }]) => code),
    interrupt() {
      if (typing) typing.write(new Uint8Array([3]));
      else child.kill("SIGINT");
    },
    async says(what) {
      const over = ended.then(() => "over");
      while (!what.test(printed)) {
        const heard = new Promise<string>((resolve) => hear = () => resolve("heard"));
        if (await Promise.race([heard, over]) === "over" && !what.test(printed)) {
          throw new Error(`The program ended without saying ${what}:\n${printed}`);
        }
      }
    },
    async [Symbol.asyncDispose]() {
      try {
        child.kill("SIGKILL");
      } catch {
        // It has ended.
      }
      await typing?.close().catch(() => {});
      await ended;
    },
  };
}
