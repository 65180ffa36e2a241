import type { GlobalArguments } from "../../api/mod.ts";
import { findOperation } from "../registry.ts";
import { type CliSession, exitCode, runScripts } from "../session.ts";
import { parseWords } from "../words.ts";

/** `drover INVENTORY MODULE.OPERATION key=value …`: one operation, planned and asked for as in a script. */
export async function operationCommand(session: CliSession, name: string, words: readonly string[]): Promise<number> {
  const operation = findOperation(name);
  const args = parseWords(words, Object.keys(operation.schema().shape), operation.fullName) as GlobalArguments;
  const script = { url: "command line", name: operation.fullName, main: () => void operation(args) };
  const outcome = await runScripts(session, { scripts: [script], plan: "ask" });
  return exitCode(outcome, session);
}
