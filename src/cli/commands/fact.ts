import { checkFactArguments, type Host } from "../../api/mod.ts";
import type { Loader } from "../../loader/mod.ts";
import { isSpecifier, loadFact, parseNamedExport } from "../named_export.ts";
import type { AnyFact } from "../registry.ts";
import { toJson } from "../render_json.ts";
import { type CliSession, exitCode, runScripts } from "../session.ts";
import { parseWords } from "../words.ts";

interface Asked {
  readonly fact: AnyFact;
  readonly args: object;
  /** What its values are listed under: its name, with the words that were typed. */
  readonly label: string;
}

/** `drover INVENTORY fact MODULE.Fact|SPECIFIER#EXPORT key=value … MODULE.Other …`: values as JSON on stdout, by fact and host. */
export async function factCommand(session: CliSession, words: readonly string[]): Promise<number> {
  const asked = await parseFacts(words, session.setup.loader);
  const values = new Map<string, Map<string, unknown>>(asked.map(({ label }) => [label, new Map()]));
  let failed = false;
  const main = async (host: Host) => {
    await Promise.all(asked.map(async ({ fact, args, label }) => {
      try {
        values.get(label)!.set(host.name, await host.fact(fact, args));
      } catch (error) {
        failed = true;
        session.emit({ type: "host.failed", host: host.name, error });
      }
    }));
  };
  const outcome = await runScripts(session, { scripts: [{ url: "command line", name: "fact", main }], plan: "only" });
  session.terminal.out(`${toJson(values, session.options.flag("json") ? undefined : 2)}\n`);
  return exitCode(outcome, session) || (failed ? 1 : 0);
}

/** Each name of a fact starts a new one; what follows it are its arguments. */
async function parseFacts(words: readonly string[], loader: Loader): Promise<Asked[]> {
  const groups: { readonly name: string; readonly words: string[] }[] = [];
  for (const word of words) {
    if (groups.length === 0 || isName(word)) groups.push({ name: word, words: [] });
    else groups.at(-1)!.words.push(word);
  }
  return await Promise.all(groups.map(async ({ name, words }) => {
    const fact = await loadFact(name, loader);
    const called = parseNamedExport(name) ? name : fact.fullName;
    const args = parseWords(words, fact.schema(), fact.fullName);
    checkFactArguments(fact, args);
    return { fact, args, label: [called, ...words].join(" ") };
  }));
}

/** Whether a word behind the first is the name of a fact; bare names of an import map are so in front only. */
function isName(word: string): boolean {
  if (/^[A-Za-z]\w*\.[A-Za-z]\w*$/.test(word)) return true;
  const named = parseNamedExport(word);
  return named !== undefined && isSpecifier(named.specifier);
}
