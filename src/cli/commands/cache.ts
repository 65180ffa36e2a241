import { UsageError } from "../../errors.ts";
import { cacheFolder } from "../../loader/mod.ts";
import { currentFolder, loaderFor } from "../loading.ts";
import { parseNamedExport } from "../named_export.ts";
import { parseCommandLine } from "../options.ts";
import { goTo } from "../setup.ts";
import type { Terminal } from "../terminal.ts";

/** `drover cache SCRIPT…`: fetches all that scripts need, and runs nothing. `drover cache --clean`: forgets it. */
export async function cacheCommand(argv: readonly string[], terminal: Terminal): Promise<number> {
  const { options, operands } = parseCommandLine(argv, (name) => Deno.env.get(name));
  if (options.flag("clean") === operands.length > 0) {
    throw new UsageError("cache needs scripts, or --clean", { hint: "drover cache deploy.ts; drover cache --clean" });
  }
  if (options.flag("clean")) return await clean(terminal);
  const chdir = options.text("chdir");
  if (chdir !== undefined) goTo(chdir);
  const asks = terminal.canAsk && !options.flag("yes") && !options.flag("json");
  const loader = await loaderFor({
    options,
    warn: (text) => terminal.err(`${text}\n`),
    ask: asks ? async (question) => /^y(es)?$/i.test(await terminal.ask(`${question} [y/N] `) ?? "") : undefined,
  });
  for (const word of operands) await loader.prepare(parseNamedExport(word)?.specifier ?? word, currentFolder());
  terminal.err(`${operands.join(", ")}: all that is needed is here\n`);
  return 0;
}

async function clean(terminal: Terminal): Promise<number> {
  const folder = cacheFolder((name) => Deno.env.get(name));
  await Deno.remove(folder, { recursive: true }).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) {
      throw new UsageError(`Cannot remove the cache ${folder}: ${error.message}`, { cause: error });
    }
  });
  terminal.err(`Removed ${folder}\n`);
  return 0;
}
