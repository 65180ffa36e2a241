import { type CliSession, exitCode, runScripts } from "../session.ts";
import { toJson } from "../render_json.ts";

/** `drover INVENTORY SCRIPT.ts …`: plans, asks, applies. */
export async function deployCommand(session: CliSession, specifiers: readonly string[]): Promise<number> {
  const scripts = [];
  for (const specifier of specifiers) scripts.push(await session.setup.loadScript(specifier, undefined));
  const outcome = await runScripts(session, { scripts, plan: "ask" });
  if (session.options.flag("debug-operations")) session.terminal.out(`${toJson(outcome.plan, 2)}\n`);
  return exitCode(outcome, session);
}
