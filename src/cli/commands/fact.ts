import { checkFactArguments, type Host } from "../../api/mod.ts";
import { type AnyFact, findFact } from "../registry.ts";
import { toJson } from "../render_json.ts";
import { type CliSession, exitCode, runScripts } from "../session.ts";
import { parseWords } from "../words.ts";

interface Asked {
  readonly fact: AnyFact;
  readonly args: object;
  /** What its values are listed under: its name, with the words that were typed. */
  readonly label: string;
}

/** `drover INVENTORY fact MODULE.Fact key=value … MODULE.Other …`: values as JSON on stdout, by fact and host. */
export async function factCommand(session: CliSession, words: readonly string[]): Promise<number> {
  const asked = parseFacts(words);
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
function parseFacts(words: readonly string[]): Asked[] {
  const groups: { readonly name: string; readonly words: string[] }[] = [];
  for (const word of words) {
    if (/^[A-Za-z]\w*\.[A-Za-z]\w*$/.test(word) || groups.length === 0) groups.push({ name: word, words: [] });
    else groups.at(-1)!.words.push(word);
  }
  return groups.map(({ name, words }) => {
    const fact = findFact(name);
    const args = parseWords(words, Object.keys(fact.schema().shape), fact.fullName);
    checkFactArguments(fact, args);
    return { fact, args, label: [fact.fullName, ...words].join(" ") };
  });
}
