import type { FactGlobals, GlobalArguments, ShellCommand } from "../api/mod.ts";
import { maskDeep } from "../command/mod.ts";
import type { RawOutput, ReadBehind } from "../session/mod.ts";
import type { CachedFact } from "./fact_cache.ts";
import { factValue, printed, shortText } from "./fact_output.ts";
import { type AnyFact, byCommand, type FactRequest, factRequest } from "./fact_request.ts";
import { shownCommand } from "./shown.ts";
import type { Target } from "./target.ts";

interface Entry extends FactRequest {
  readonly answer: PromiseWithResolvers<unknown>;
  readonly readAt: number;
  /** What its command printed, if it is short text. */
  text?: string;
}

/** What a fact was when it was last read. */
export interface LastAnswer {
  readonly value: Promise<unknown>;
  /** Whether no operation has invalidated it since. */
  readonly holds: boolean;
  /** What its command printed, if that is short text. */
  readonly text: string | undefined;
}

/** What was read behind the commands of an operation. */
interface Ahead {
  readonly output: Promise<RawOutput>;
  /** When it came; `undefined` while it is on its way. */
  cameAt?: number;
}

/** What was read ahead is too old after this: a host may have waited for others meanwhile. */
const AHEAD_MAX_AGE_MS = 30_000;

/**
 * Reads facts of one host. What is asked for in the same turn goes out together, one round trip for all; what was read
 * stays valid until an operation invalidates it. What the next operations will ask for is read behind the commands of
 * the present one, in their round trip: it tells of the host as it is after them, and is dropped before other commands.
 */
export class FactReader {
  readonly #known = new Map<string, Entry>();
  readonly #ahead = new Map<string, Ahead>();
  /** What was known once, and may be so again. */
  readonly #last = new Map<string, Entry>();
  /** Whether what was read is kept for comparing, as hosts need that do not wait for others. */
  remembers = false;
  #waiting: Entry[] = [];
  #scheduled = false;
  #reading = false;

  constructor(private readonly target: Target) {}

  /** A fact, from memory where it is still valid. @throws {FactError} */
  read(fact: AnyFact, args: object, globals: FactGlobals & Pick<GlobalArguments, "_sensitive">): Promise<unknown> {
    return this.answer(factRequest(fact, args, globals));
  }

  /** The answer to a request, from memory where it is still valid. @throws {FactError} */
  answer(request: FactRequest): Promise<unknown> {
    const { key } = request;
    const known = this.#known.get(key) ?? this.#fromEarlierRun(request);
    const ahead = known ? undefined : this.#ahead.get(key);
    const isAhead = ahead !== undefined && (ahead.cameAt ?? Infinity) > Date.now() - AHEAD_MAX_AGE_MS;
    this.#emitFact(request, known !== undefined || isAhead);
    if (known) return known.answer.promise;
    const entry: Entry = { ...request, answer: Promise.withResolvers(), readAt: Date.now() };
    entry.answer.promise.catch(() => {
      if (this.#known.get(key) === entry) this.#known.delete(key);
    });
    this.#known.set(key, entry);
    if (isAhead) ahead.output.then((output) => this.#settle(entry, output), () => this.#enqueue(entry));
    else this.#enqueue(entry);
    return entry.answer.promise;
  }

  /** If a request has to go to the host, sends others with it that are going to be asked for. */
  readBeside(request: FactRequest, others: () => readonly FactRequest[]): void {
    if (this.#known.has(request.key) || this.#ahead.has(request.key)) return;
    for (const other of others()) {
      if (!this.#known.has(other.key) && !this.#ahead.has(other.key)) this.answer(other).catch(() => {});
    }
  }

  /** What to read behind commands that invalidate facts, so that requests to come need not wait. */
  readBehind(requests: readonly FactRequest[], touched: readonly ("*" | readonly string[])[]): ReadBehind[] {
    const missing = requests.filter(({ key, fact }) =>
      !this.#known.has(key) || touched.some((modules) => isInvalidated(fact, modules))
    );
    return byCommand(missing).map(({ command, requests }) => ({
      command,
      args: requests[0]!.shell,
      onSent: (output) => {
        this.#emitCommand(command, requests.some(({ sensitive }) => sensitive));
        const ahead: Ahead = { output };
        for (const { key } of requests) this.#ahead.set(key, ahead);
        output.then(() => ahead.cameAt = Date.now(), () => {});
      },
    }));
  }

  /** What a fact was when it was last read, if it was. */
  last({ key }: FactRequest): LastAnswer | undefined {
    const known = this.#known.get(key);
    const entry = known ?? this.#last.get(key);
    return entry && { value: entry.answer.promise, holds: known !== undefined, text: entry.text };
  }

  /** Tells what a guard has found. */
  compared(request: FactRequest, read: RawOutput | "same"): void {
    this.#emitFact(request, false, read === "same" ? "same" : "other");
  }

  /** Takes what a guard has read, which may be what it was: what a request gives now. */
  heard({ key }: FactRequest, read: RawOutput | "same", text: string): void {
    const output = read === "same" ? printed(text) : read;
    this.#ahead.set(key, { output: Promise.resolve(output), cameAt: Date.now() });
  }

  /** Forgets what was read ahead: something else changes the host now. */
  dropAhead(): void {
    this.#ahead.clear();
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

  #fromEarlierRun(request: FactRequest): Entry | undefined {
    const { key } = request;
    const cached = this.target.factCache?.get(key);
    if (cached === undefined) return undefined;
    const answer = Promise.withResolvers<unknown>();
    answer.resolve(cached.value);
    const entry: Entry = { ...request, answer, readAt: cached.readAt };
    this.#known.set(key, entry);
    return entry;
  }

  /** Forgets what operations may have changed: facts of these modules, or all; constant facts stay. */
  invalidate(modules: "*" | readonly string[]): void {
    this.target.factCache?.clear();
    for (const [key, entry] of this.#known) {
      if (!isInvalidated(entry.fact, modules)) continue;
      this.#known.delete(key);
      if (entry.text !== undefined) this.#last.set(key, entry);
    }
  }

  /** Forgets all that is older, and reads it again in one round trip. */
  async refresh(olderThanMs: number): Promise<void> {
    const limit = Date.now() - olderThanMs;
    const stale = [...this.#known].filter(([, entry]) => entry.readAt < limit && !entry.fact.definition.constant);
    for (const [key] of stale) this.#known.delete(key);
    await Promise.allSettled(stale.map(([, request]) => this.answer(request)));
  }

  #enqueue(entry: Entry): void {
    this.#waiting.push(entry);
    this.#schedule();
  }

  #settle(entry: Entry, output: RawOutput): void {
    if (this.remembers) entry.text = shortText(output);
    try {
      entry.answer.resolve(factValue(entry, output));
    } catch (error) {
      entry.answer.reject(error);
    }
  }

  #emitFact({ fact, args, sensitive, operation }: FactRequest, cached: boolean, compared?: "same" | "other"): void {
    this.target.emit({
      type: "fact",
      host: this.target.name,
      fact: fact.fullName,
      args: sensitive ? {} : maskDeep(args),
      cached,
      operation,
      compared,
    });
  }

  #emitCommand(command: ShellCommand, sensitive: boolean): void {
    const text = shownCommand(command, { _sensitive: sensitive });
    this.target.emit({ type: "command", host: this.target.name, text });
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
      const reads = byCommand(entries);
      for (const { command, requests } of reads) {
        this.#emitCommand(command, requests.some(({ sensitive }) => sensitive));
      }
      const commands = reads.map(({ command }) => command);
      const outputs = await (await this.target.shell()).read(commands, entries[0]!.shell);
      reads.forEach(({ requests }, index) => requests.forEach((entry) => this.#settle(entry, outputs[index]!)));
    } catch (error) {
      for (const { answer } of entries) answer.reject(error);
    }
  }
}

/** Whether operations that invalidate facts of these modules do so with a fact. */
export function isInvalidated({ definition }: AnyFact, modules: "*" | readonly string[]): boolean {
  return !definition.constant && (modules === "*" || modules.includes(definition.module ?? ""));
}
