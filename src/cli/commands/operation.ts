import { check, type GlobalArguments, splitArguments } from "../../api/mod.ts";
import { loadOperation } from "../named_export.ts";
import { type CliSession, exitCode, runScripts } from "../session.ts";
import { parseWords } from "../words.ts";

/** `drover INVENTORY MODULE.OPERATION|SPECIFIER#EXPORT key=value …`: one operation, planned and asked for as in a script. */
export async function operationCommand(session: CliSession, name: string, words: readonly string[]): Promise<number> {
  const operation = await loadOperation(name, session.setup.loader);
  const names = Object.keys(operation.schema().shape);
  const args = parseWords(words, operation.schema(), operation.fullName) as GlobalArguments;
  // Before any connection; the operation itself checks them only when it is declared.
  check(operation.schema(), splitArguments({ ...args }, names, operation.fullName).args, operation.fullName);
  const script = { url: "command line", name: operation.fullName, main: () => void operation(args) };
  const outcome = await runScripts(session, { scripts: [script], plan: "ask" });
  return exitCode(outcome, session);
}
