/**
 * Compiles one executable to dist/drover.
 *
 * DENO_COMPILER names another Deno to compile with, DENORT_BIN (read by Deno) a runtime that is there already.
 */
const compiler = Deno.env.get("DENO_COMPILER") ?? Deno.execPath();
await Deno.mkdir("dist", { recursive: true });

// No code cache: its file in the temporary directory has a name that others can guess.
const args = ["compile", "--allow-all", "--no-check", "--no-code-cache", "--output", "dist/drover", "main.ts"];
const { code } = await new Deno.Command(compiler, { args }).spawn().status;
if (code !== 0) Deno.exit(code);

// `deno compile` ends well even where a package could not be had: only running the result tells.
const version = await new Deno.Command("dist/drover", { args: ["--version"] }).output();
if (!version.success) {
  console.error(new TextDecoder().decode(version.stderr));
  Deno.exit(1);
}
console.log(
  `dist/drover: ${new TextDecoder().decode(version.stdout).trim()}, ${
    Math.round((await Deno.stat("dist/drover")).size / 1e6)
  } MB`,
);
