import { type Fact, type FactArguments, linesOf, MISSING_COMMAND } from "../../src/api/mod.ts";

/** A shell that facts run in, as an argument vector that the command text follows. */
export interface TestShell {
  readonly name: string;
  readonly argv: readonly string[];
  readonly path: string;
}

/** The shells of this machine: dash, bash, and busybox with nothing but its own tools. */
export async function testShells(folder: string): Promise<TestShell[]> {
  const path = Deno.env.get("PATH") ?? "/usr/bin:/bin";
  const shells: TestShell[] = [{ name: "sh", argv: ["sh", "-c"], path }];
  for (const name of ["dash", "bash"]) if (await works(name)) shells.push({ name, argv: [name, "-c"], path });
  if (await works("busybox")) {
    await new Deno.Command("busybox", { args: ["--install", "-s", folder] }).output();
    shells.push({ name: "busybox", argv: [`${folder}/sh`, "-c"], path: folder });
  }
  return shells;
}

async function works(name: string): Promise<boolean> {
  const args = name === "busybox" ? ["true"] : ["-c", "true"];
  return await new Deno.Command(name, { args, stdout: "null", stderr: "null" }).output().then(
    ({ success }) => success,
    () => false,
  );
}

/** Reads a fact of this machine by a shell, as a session would: C locale, no input. */
export async function readFact<T, A extends object>(
  shell: TestShell,
  fact: Fact<T, A>,
  ...[passed]: FactArguments<A>
): Promise<T> {
  const args = fact.check(passed ?? {});
  const [program, ...options] = shell.argv as [string, ...string[]];
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: [...options, fact.command(args).text],
    env: { LC_ALL: "C", PATH: shell.path },
    stdin: "null",
  }).output();
  if (code === MISSING_COMMAND) return fact.missing();
  if (code !== 0) {
    throw new Error(`${fact.fullName} ended with ${code} in ${shell.name}: ${new TextDecoder().decode(stderr)}`);
  }
  return fact.process(linesOf(new TextDecoder().decode(stdout)), args);
}
