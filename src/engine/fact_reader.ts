import {
  type Fact,
  FactError,
  type FactGlobals,
  type GlobalArguments,
  linesOf,
  messageOf,
  MISSING_COMMAND,
  type ShellArguments,
} from "../api/mod.ts";
import { mask, maskDeep } from "../command/mod.ts";
import { type RawOutput, textOf, whyNoText } from "../session/mod.ts";
import type { CachedFact } from "./fact_cache.ts";
import { shownCommand } from "./shown.ts";
import type { Target } from "./target.ts";

// deno-lint-ignore no-explicit-any
type AnyFact = Fact<any, any>;

interface Entry {
  readonly fact: AnyFact;
  readonly args: object;
  readonly shell: ShellArguments;
  /** It was asked for by an operation whose content is not to be shown. */
  readonly sensitive: boolean;
  readonly answer: PromiseWithResolvers<unknown>;
  readonly readAt: number;
}

/** A fact is the same whatever password it was read with, and what names it may be written down. */
const NO_PASSWORDS = { _sudoPassword: undefined, _suPassword: undefined };

/** The global arguments that make a difference to a fact. */
const SHELL_KEYS = ["_chdir", "_env", "_shellExecutable", "_timeout"] as const;

/**
 * Reads facts of one host. What is asked for in the same turn goes out together, one round trip for all; what was read
 * stays valid until an operation invalidates it.
 */
export class FactReader {
  readonly #known = new Map<string, Entry>();
  #waiting: Entry[] = [];
  #scheduled = false;
  #reading = false;

  constructor(private readonly target: Target) {}

  /** A fact, from memory where it is still valid. @throws {FactError} */
  read(fact: AnyFact, args: object, globals: FactGlobals & Pick<GlobalArguments, "_sensitive">): Promise<unknown> {
    const sensitive = globals._sensitive === true;
    const shell = shellOf(globals);
    const key = `${fact.fullName} ${JSON.stringify(args)} ${JSON.stringify({ ...shell, ...NO_PASSWORDS })}`;
    const known = this.#known.get(key) ?? this.#fromEarlierRun(key, fact, args, shell, sensitive);
    this.target.emit({
      type: "fact",
      host: this.target.name,
      fact: fact.fullName,
      args: sensitive ? {} : maskDeep(args),
      cached: known !== undefined,
    });
    if (known) return known.answer.promise;
    const entry: Entry = { fact, args, shell, sensitive, answer: Promise.withResolvers(), readAt: Date.now() };
    entry.answer.promise.catch(() => {
      if (this.#known.get(key) === entry) this.#known.delete(key);
    });
    this.#known.set(key, entry);
    this.#waiting.push(entry);
    this.#schedule();
    return entry.answer.promise;
  }

  /** What was read in this run, for the cache of later ones. */
  async forLaterRuns(): Promise<Map<string, CachedFact>> {
    const facts = new Map<string, CachedFact>();
    for (const [key, { fact, sensitive, answer, readAt }] of this.#known) {
      if (sensitive || fact.definition.sensitive) continue;
      await answer.promise.then((value) => facts.set(key, { readAt, value }), () => {});
    }
    return facts;
  }

  #fromEarlierRun(
    key: string,
    fact: AnyFact,
    args: object,
    shell: ShellArguments,
    sensitive: boolean,
  ): Entry | undefined {
    const cached = this.target.factCache?.get(key);
    if (cached === undefined) return undefined;
    const answer = Promise.withResolvers<unknown>();
    answer.resolve(cached.value);
    const entry: Entry = { fact, args, shell, sensitive, answer, readAt: cached.readAt };
    this.#known.set(key, entry);
    return entry;
  }

  /** Forgets what operations may have changed: facts of these modules, or all; constant facts stay. */
  invalidate(modules: "*" | readonly string[]): void {
    this.target.factCache?.clear();
    for (const [key, { fact }] of this.#known) {
      if (fact.definition.constant) continue;
      if (modules === "*" || modules.includes(fact.definition.module ?? "")) this.#known.delete(key);
    }
  }

  /** Forgets all that is older, and reads it again in one round trip. */
  async refresh(olderThanMs: number): Promise<void> {
    const limit = Date.now() - olderThanMs;
    const stale = [...this.#known].filter(([, entry]) => entry.readAt < limit && !entry.fact.definition.constant);
    for (const [key] of stale) this.#known.delete(key);
    await Promise.allSettled(
      stale.map(([, { fact, args, shell, sensitive }]) => this.read(fact, args, { ...shell, _sensitive: sensitive })),
    );
  }

  #schedule(): void {
    if (this.#scheduled || this.#reading) return;
    this.#scheduled = true;
    // A macrotask: all that the present turn asks for, through however many promises, goes out together.
    setTimeout(() => {
      this.#scheduled = false;
      void this.#flush();
    });
  }

  async #flush(): Promise<void> {
    this.#reading = true;
    const batch = this.#waiting.splice(0);
    const bySession = Map.groupBy(
      batch,
      ({ shell }) => JSON.stringify({ ...shell, _chdir: undefined, _env: undefined }),
    );
    await Promise.all([...bySession.values()].map((entries) => this.#readTogether(entries)));
    this.#reading = false;
    if (this.#waiting.length) this.#schedule();
  }

  async #readTogether(entries: readonly Entry[]): Promise<void> {
    try {
      const commands = entries.map(({ fact, args, shell }) => fact.command(args).with(shell));
      commands.forEach((command, index) => {
        const text = shownCommand(command, { _sensitive: entries[index]!.sensitive });
        this.target.emit({ type: "command", host: this.target.name, text });
      });
      const outputs = await (await this.target.shell()).read(commands, entries[0]!.shell);
      outputs.forEach((output, index) => settle(entries[index]!, output));
    } catch (error) {
      for (const { answer } of entries) answer.reject(error);
    }
  }
}

function settle(entry: Entry, output: RawOutput): void {
  const { fact, answer } = entry;
  try {
    answer.resolve(output.code === MISSING_COMMAND ? fact.missing() : process(entry, output));
  } catch (error) {
    answer.reject(error);
  }
}

function process({ fact, args, sensitive }: Entry, output: RawOutput): unknown {
  if (output.code !== 0) {
    const said = sensitive ? "" : textOf(output.stderr).trim() || textOf(output.stdout).trim();
    throw new FactError(
      `Cannot read ${fact.fullName}: its command ended with ${output.code ?? "a signal"}${
        said ? `: ${mask(said).slice(-400)}` : ""
      }`,
      {
        hint: `It was: ${shownCommand(fact.command(args), { _sensitive: sensitive }).slice(0, 200)}`,
      },
    );
  }
  if (output.stdout.omitted) throw new FactError(`Cannot read ${fact.fullName}: ${whyNoText(output.stdout)}`);
  try {
    return fact.process(linesOf(textOf(output.stdout)), args);
  } catch (error) {
    throw error instanceof FactError ? error : new FactError(messageOf(error), { cause: error });
  }
}

function shellOf(globals: FactGlobals): ShellArguments {
  const shell: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(globals)) {
    const matters = (SHELL_KEYS as readonly string[]).includes(key) || /^_(sudo|su|use|preserve|doas|dzdo)/.test(key);
    if (matters && value !== undefined) shell[key] = value;
  }
  return Object.fromEntries(Object.entries(shell).sort()) as ShellArguments;
}
