/** Runs the program as its users do: as a child process, in a folder of its own. @module */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../main.ts", import.meta.url));
const BINARY = Deno.env.get("DROVER_BINARY");

/** The program and its first arguments: the sources, or the executable that `DROVER_BINARY` names. */
export const PROGRAM: readonly string[] = BINARY ? [BINARY] : [Deno.execPath(), "run", "-A", MAIN];

/** How the program ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How the program is run. */
export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** A folder inside of the project. */
  readonly cwd?: string;
  /** What it reads. Default: nothing. */
  readonly input?: string;
  /** What it has to print before somebody types. Default: they type at once. */
  readonly after?: string;
  /** The limit of its open files. Default: that of the tests. */
  readonly openFiles?: number;
}

/** A folder with files of a user. */
export interface Project extends AsyncDisposable {
  readonly folder: string;
  /** Runs the program there. */
  drover(args: readonly string[], options?: RunOptions): Promise<Ended>;
  /** Runs the program on a terminal on which somebody types; all that it prints is in `stdout`. */
  onTerminal(args: readonly string[], typed: string, options?: RunOptions): Promise<Ended>;
  write(files: Readonly<Record<string, string>>): Promise<void>;
  /** The text of a file; `undefined` where there is none. */
  read(name: string): Promise<string | undefined>;
  path(name: string): string;
}

/** Makes a folder with files. It is the user's home, too, so that nothing of the machine's user counts. */
export async function startProject(files: Readonly<Record<string, string>> = {}): Promise<Project> {
  const folder = await Deno.makeTempDir({ prefix: "drover-cli-" });
  const path = (name: string) => join(folder, name);
  const run = (argv: readonly string[], options: RunOptions = {}) =>
    runProcess(argv, join(folder, options.cwd ?? ""), { ...homeEnvironment(folder), ...options.env }, options);
  const project: Project = {
    folder,
    path,
    drover: (args, options) => run([...limited(options?.openFiles), ...PROGRAM, ...args], options),
    onTerminal: (args, typed, options) =>
      run(["script", "-qec", [...PROGRAM, ...args].map(quoted).join(" "), "/dev/null"], { ...options, input: typed }),
    async write(files) {
      for (const [name, text] of Object.entries(files)) {
        await Deno.mkdir(join(path(name), ".."), { recursive: true });
        await Deno.writeTextFile(path(name), text);
      }
    },
    read: (name) => Deno.readTextFile(path(name)).catch(() => undefined),
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
  await project.write(files);
  return project;
}

/** Another home for the program; Deno's cache stays where it is. */
function homeEnvironment(home: string): Record<string, string> {
  const real = Deno.env.get("HOME") ?? "/root";
  const cache = Deno.env.get("DENO_DIR") ?? join(Deno.env.get("XDG_CACHE_HOME") ?? join(real, ".cache"), "deno");
  return { HOME: home, DENO_DIR: cache, XDG_STATE_HOME: join(home, ".state"), SSH_AUTH_SOCK: "", TERM: "xterm" };
}

async function runProcess(
  [program, ...args]: readonly string[],
  cwd: string,
  env: Record<string, string>,
  { input, after = "" }: RunOptions,
): Promise<Ended> {
  const stdin = input === undefined ? "null" as const : "piped" as const;
  const child = new Deno.Command(program!, { args, cwd, env, stdin, stdout: "piped", stderr: "piped" }).spawn();
  const prompted = Promise.withResolvers<void>();
  const type = async () => {
    if (input === undefined) return;
    await prompted.promise;
    // It may have ended without reading.
    await new Response(input).body!.pipeTo(child.stdin).catch(() => {});
  };
  const read = async () => {
    let text = "";
    for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.includes(after)) prompted.resolve();
    }
    prompted.resolve();
    return text;
  };
  if (after === "") prompted.resolve();
  const [stdout, stderr, { code }] = await Promise.all([
    read(),
    new Response(child.stderr).text(),
    child.status,
    type(),
  ]);
  return { code, stdout, stderr };
}

/** What stands in front of a command whose open files are limited. */
function limited(openFiles: number | undefined): string[] {
  return openFiles === undefined ? [] : ["sh", "-c", `ulimit -n ${openFiles}; exec "$@"`, "sh"];
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
