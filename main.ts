/** The executable: arguments in, exit code out. @module */
import metadata from "./deno.json" with { type: "json" };

// Asked for often and by scripts: nothing else is loaded for it.
if (Deno.args.length === 1 && Deno.args[0] === "--version") {
  console.log(`drover ${metadata.version}`);
} else {
  const { main } = await import("./src/cli/mod.ts");
  Deno.exit(await main(Deno.args, metadata.version));
}
