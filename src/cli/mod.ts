/** The command line: arguments in, exit code out. @module */
import { DroverError } from "../errors.ts";
import { makeColors, wantsColors } from "./colors.ts";
import { debugInventoryCommand } from "./commands/debug_inventory.ts";
import { deployCommand } from "./commands/deploy.ts";
import { execCommand } from "./commands/exec.ts";
import { factCommand } from "./commands/fact.ts";
import { factsCommand } from "./commands/facts.ts";
import { operationCommand } from "./commands/operation.ts";
import { exitCodeOf } from "./exit_code.ts";
import { parseCommandLine } from "./options.ts";
import { ownCommand } from "./own_commands.ts";
import { renderError } from "./render_error.ts";
import { isResultsCommand, type Request, toRequest } from "./request.ts";
import { type CliSession, withSession } from "./session.ts";
import { checkApplies } from "./strategy.ts";
import { processTerminal, type Terminal } from "./terminal.ts";

export * as releases from "./releases.ts";
export type { Terminal } from "./terminal.ts";

/** Runs the command line. Never throws. */
export async function main(
  argv: readonly string[],
  version: string,
  terminal: Terminal = processTerminal,
): Promise<number> {
  try {
    const own = ownCommand(argv);
    if (own) return await own(version, terminal);
    if (argv.length === 1 && argv[0] === "--self-check") return await reportSelfCheck(terminal);
    const commandLine = parseCommandLine(argv, (name) => Deno.env.get(name));
    const { options } = commandLine;
    if (options.flag("version")) {
      const text = options.flag("json") ? (await import("./version.ts")).versionJson(version) : `drover ${version}`;
      terminal.out(`${text}\n`);
      return 0;
    }
    if (options.flag("help") || argv.length === 0) {
      const { helpText } = await import("./help.ts");
      if (argv.length === 0) terminal.err(helpText());
      else terminal.out(helpText());
      return argv.length === 0 ? 2 : 0;
    }
    if (options.flag("support")) {
      terminal.out(await (await import("./support.ts")).supportText(version));
      return 0;
    }
    if (isResultsCommand(commandLine)) {
      return await (await import("./commands/results.ts")).resultsCommand(commandLine, terminal);
    }
    const request = toRequest(commandLine);
    checkApplies(request, options);
    const quiet = request.kind !== "deploy" && request.kind !== "operation";
    return await withSession(request, { argv, options, terminal, quiet }, (session) => carryOut(request, session));
  } catch (error) {
    const colors = makeColors(wantsColors(terminal.errIsTerminal));
    for (const line of renderError(error, colors, argv.includes("--debug"))) terminal.err(`${line}\n`);
    if (!(error instanceof DroverError)) return 1;
    const hint = error.hint === undefined && error.cause ? (await import("./name_hint.ts")).nameHint(error) : undefined;
    if (hint) terminal.err(`${hint}\n`);
    return exitCodeOf(error);
  }
}

/** For whoever builds an executable; no command of users. */
async function reportSelfCheck(terminal: Terminal): Promise<number> {
  const { loaded, missing } = await (await import("./self_check.ts")).selfCheck();
  for (const line of missing) terminal.err(`missing: ${line}\n`);
  terminal.out(`${loaded} parts load\n`);
  return missing.length === 0 ? 0 : 1;
}

async function carryOut(request: Request, session: CliSession): Promise<number> {
  switch (request.kind) {
    case "deploy":
      return await deployCommand(session, request.scripts);
    case "operation":
      return await operationCommand(session, request.operation, request.words);
    case "fact":
      return await factCommand(session, request.words);
    case "facts":
      return await factsCommand(session, request.words);
    case "exec":
      return await execCommand(session, request.words);
    case "debug-inventory":
      return debugInventoryCommand(session);
  }
}
