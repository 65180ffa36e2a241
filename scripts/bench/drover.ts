/** The program that is measured: the compiled one if it is there, else the sources. */
export async function droverCommand(): Promise<string[]> {
  const compiled = new URL("../../dist/drover", import.meta.url).pathname;
  if (await Deno.stat(compiled).then(() => true, () => false)) return [compiled];
  return [Deno.execPath(), "run", "-A", new URL("../../main.ts", import.meta.url).pathname];
}

/** An empty program that was made in the same way. */
export async function emptyCommand(folder: string): Promise<string[]> {
  const source = `${folder}/empty.ts`;
  await Deno.writeTextFile(source, "");
  const isCompiled = (await droverCommand()).length === 1;
  if (!isCompiled) return [Deno.execPath(), "run", source];
  const compiler = Deno.env.get("DENO_COMPILER") ?? Deno.execPath();
  const { success, stderr } = await new Deno.Command(compiler, {
    args: ["compile", "--no-check", "--no-code-cache", "--output", `${folder}/empty`, source],
    stderr: "piped",
  }).output();
  if (!success) throw new Error(`The empty program cannot be compiled: ${new TextDecoder().decode(stderr)}`);
  return [`${folder}/empty`];
}
