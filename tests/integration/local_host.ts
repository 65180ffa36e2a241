import { type Fact, FactError, linesOf, MISSING_COMMAND, type Operation } from "../../src/api/mod.ts";
import { type OperationPlan, plan } from "../../src/testing/mod.ts";

/** How commands run on this machine. */
export interface LocalOptions {
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a shell command on this machine as the engine has it run: with `LC_ALL=C` and nothing to read. */
export async function run(text: string, { shell = "sh", env = {} }: LocalOptions = {}) {
  const [program = "sh", ...words] = shell.split(" ");
  const command = new Deno.Command(program, {
    args: [...words, "-c", text],
    env: { ...env, LC_ALL: "C" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
  const { code, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

/** The lines that a shell command prints. @throws where it fails */
export async function linesFrom(text: string, options?: LocalOptions): Promise<string[]> {
  const { code, stdout, stderr } = await run(text, options);
  if (code !== 0) throw new Error(`${text} ended with ${code}: ${stderr}`);
  return linesOf(stdout);
}

/** Reads a fact of this machine. */
export async function readFact<T, A extends object>(fact: Fact<T, A>, args?: A, options?: LocalOptions): Promise<T> {
  const checked = fact.check(args ?? {});
  const { code, stdout, stderr } = await run(fact.command(checked).text, options);
  if (code === MISSING_COMMAND) return fact.missing();
  if (code !== 0) throw new FactError(`${fact.fullName} ended with ${code}: ${stderr}`);
  return fact.process(linesOf(stdout), checked);
}

/** What an operation would do to this machine. */
export function dry<A extends object, V>(
  operation: Operation<A, V>,
  args: A,
  options?: LocalOptions,
): Promise<OperationPlan<V>> {
  return plan(operation, args, (fact, factArgs) => readFact(fact as Fact<unknown, object>, factArgs, options));
}

/** Plans an operation and runs its shell commands on this machine. */
export async function wet<A extends object, V>(operation: Operation<A, V>, args: A, options?: LocalOptions) {
  const planned = await dry(operation, args, options);
  for (const step of planned.steps) {
    if (step.kind !== "shell") throw new Error(`Cannot run ${step.kind} here`);
    await linesFrom(step.text, options);
  }
  return planned;
}
