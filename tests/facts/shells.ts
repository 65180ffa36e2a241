/** Runs the commands of many facts by a shell, in one process. @module */
import { join } from "node:path";

/** A shell and where its tools are. */
export interface Shell {
  readonly name: string;
  readonly program: string;
}

/** The shells of the test: what `sh` is on most hosts. */
export const SHELLS: readonly Shell[] = [
  { name: "dash", program: "/bin/dash" },
  { name: "bash", program: "/bin/bash" },
  { name: "busybox", program: "/bin/busybox" },
];

/** What a command did. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs each command by a shell of its own, with `LC_ALL=C` and without input.
 *
 * @param path what the commands have as `PATH`
 */
export async function runAll(shell: Shell, commands: readonly string[], path: string): Promise<Outcome[]> {
  const folder = await Deno.makeTempDir({ prefix: "drover-facts-" });
  try {
    await Promise.all(commands.map((command, index) => Deno.writeTextFile(join(folder, `${index}.sh`), command)));
    const words = shell.name === "busybox" ? `${shell.program} sh` : shell.program;
    const script = `cd ${folder}; i=0; while [ $i -lt ${commands.length} ]; do
      PATH='${path}' ${words} $i.sh </dev/null >$i.out 2>$i.err; echo $?; i=$((i+1)); done`;
    const { stdout } = await new Deno.Command("/bin/dash", {
      args: ["-c", script],
      clearEnv: true,
      env: { LC_ALL: "C", HOME: folder },
      stdin: "null",
    }).output();
    const codes = new TextDecoder().decode(stdout).trim().split("\n").map(Number);
    return await Promise.all(codes.map(async (code, index) => ({
      code,
      stdout: new TextDecoder().decode(await Deno.readFile(join(folder, `${index}.out`))),
      stderr: new TextDecoder().decode(await Deno.readFile(join(folder, `${index}.err`))),
    })));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** A folder with the tools of busybox, and others under these names that do nothing but what this script says. */
export async function toolFolder(others: Iterable<string>, script = ""): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "drover-tools-" });
  await new Deno.Command("/bin/busybox", { args: ["--install", "-s", folder] }).output();
  for (const name of new Set(others)) {
    if (!/^[\w.-]+$/.test(name)) continue;
    await Deno.remove(join(folder, name)).catch(() => {});
    await Deno.writeTextFile(join(folder, name), `#!/bin/dash\n${script}\nexit 0\n`, { mode: 0o755 });
  }
  return folder;
}
