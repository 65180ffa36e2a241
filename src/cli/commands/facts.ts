import { type Host, messageOf, UsageError } from "../../api/mod.ts";
import { mask } from "../../command/mod.ts";
import type { Loader } from "../../loader/mod.ts";
import { isSpecifier, loadFact, parseNamedExport } from "../named_export.ts";
import { type AnyFact, moduleFacts } from "../registry.ts";
import { toJson } from "../render_json.ts";
import { type CliSession, exitCode, runScripts } from "../session.ts";

/** What one host tells about itself. */
interface HostFacts {
  /** Why the host left the run: it could not be reached, or the link was lost. */
  readonly error?: string;
  readonly facts: Record<string, unknown>;
  /** Facts that could not be read, and why. */
  readonly errors: Record<string, string>;
}

/**
 * `drover INVENTORY facts all`, or modules and facts by name: what the hosts tell about themselves as JSON, by host, for an
 * inventory database, in the order of the inventory. Facts that need arguments are left out, and of a whole module those
 * that hold secrets.
 */
export async function factsCommand(session: CliSession, words: readonly string[]): Promise<number> {
  const facts = (await Promise.all(words.map((word) => factsOf(word, session.setup.loader)))).flat();
  const hosts: Record<string, HostFacts> = {};
  const main = async (host: Host) => {
    const found: HostFacts = hosts[host.name] = { facts: {}, errors: {} };
    await Promise.all(facts.map(async (fact) => {
      try {
        found.facts[fact.fullName] = await host.fact(fact, {});
      } catch (error) {
        found.errors[fact.fullName] = mask(messageOf(error));
      }
    }));
  };
  const outcome = await runScripts(session, { scripts: [{ url: "command line", name: "facts", main }], plan: "only" });
  const all = Object.fromEntries(
    [...outcome.results.hosts].filter(([, { state }]) => state !== "left out").map(([name, { error }]): [
      string,
      HostFacts,
    ] => [
      name,
      { ...error === undefined ? {} : { error: mask(messageOf(error)) }, ...hosts[name] ?? { facts: {}, errors: {} } },
    ]),
  );
  session.terminal.out(`${toJson(inOrder(all, facts), session.options.flag("json") ? undefined : 2)}\n`);
  return exitCode(outcome, session);
}

async function factsOf(word: string, loader: Loader): Promise<AnyFact[]> {
  if (word === "all") return moduleFacts().filter(isForAll);
  if (/^[A-Za-z_]\w*=/.test(word)) {
    throw new UsageError(`facts takes names of modules and facts, and no arguments: found ${JSON.stringify(word)}`, {
      hint: "Use fact MODULE.FACT KEY=VALUE for a fact with arguments.",
    });
  }
  if (!word.includes(".") && !isSpecifier(word) && !parseNamedExport(word)) return moduleFacts(word).filter(isForAll);
  const fact = await loadFact(word, loader);
  if (needsArguments(fact)) {
    throw new UsageError(`facts cannot read ${fact.fullName}: it needs arguments`, {
      hint: `Use fact ${word} KEY=VALUE.`,
    });
  }
  return [fact];
}

function isForAll(fact: AnyFact): boolean {
  return !fact.definition.sensitive && !needsArguments(fact);
}

function needsArguments(fact: AnyFact): boolean {
  return !fact.schema().safeParse({}).success;
}

// As they come in would differ from run to run.
function inOrder(hosts: Record<string, HostFacts>, facts: readonly AnyFact[]): Record<string, HostFacts> {
  const names = facts.map(({ fullName }) => fullName);
  const sorted = <T>(values: Record<string, T>) =>
    Object.fromEntries(names.filter((name) => name in values).map((name) => [name, values[name]!]));
  return Object.fromEntries(
    Object.entries(hosts).map(([host, { facts, errors, ...rest }]) => [
      host,
      { ...rest, facts: sorted(facts), errors: sorted(errors) },
    ]),
  );
}
