import { type Command, type CommandOutput, type Context, describe, DroverError, OperationError } from "../api/mod.ts";
import { MaskStream } from "../command/mod.ts";
import { LinkLost, type RawOutput, toCommandOutput, whyNoText } from "../session/mod.ts";
import type { Answer } from "./answer.ts";
import { runBody } from "./body.ts";
import { carryOut } from "./carry_out.ts";
import { conditionsHold } from "./conditions.ts";
import type { EventSink, Outcome } from "./events.ts";
import type { FactRequest } from "./fact_request.ts";
import type { Operational } from "./program.ts";
import { shownCommand, shownText } from "./shown.ts";

/** How an operation ended. */
export interface Executed {
  readonly outcome: Outcome;
  readonly answer: Answer;
  readonly reason: string | undefined;
  readonly error?: unknown;
  readonly attempts: number;
}

/** How operations are executed. */
export interface ExecuteOptions {
  readonly emit: EventSink;
  /** Ends what runs. */
  readonly signal: AbortSignal;
  /** No further try once it is aborted. */
  readonly stop: AbortSignal;
  readonly context: Context;
  /** Called before the first command of an operation that notifies handlers. */
  readonly beforeChange: () => Promise<void>;
  /** What the operations after it will ask for, as far as that can be told. */
  readonly nextFacts: () => readonly FactRequest[];
  /** The plan found nothing to do. */
  readonly expectsNoChange: boolean;
}

/** Runs one operation on its host, with its conditions and retries. Never throws. */
export async function execute(one: Operational, options: ExecuteOptions): Promise<Executed> {
  const retries = one.globals._retries ?? 0;
  let attempts = 0;
  while (true) {
    attempts++;
    const run = new Attempt(one, options);
    const { outcome, answer, reason, error, again } = await run.run(attempts <= retries && !options.stop.aborted);
    if (again === undefined) return { outcome, answer, reason, error, attempts };
    options.emit({
      type: "operation.retry",
      name: one.name,
      host: one.target.name,
      attempt: attempts,
      of: retries,
      why: again,
    });
    await delay((one.globals._retryDelay ?? 5) * 1000, options.stop);
    one.target.facts.dropAhead();
    one.target.facts.invalidate("*");
  }
}

type AttemptResult = Omit<Executed, "attempts"> & { readonly again?: string };

/** One try of an operation. */
class Attempt {
  #pending: Command[] = [];
  #outputs: RawOutput[] = [];
  #ran: string[] = [];
  #value: unknown;
  /** What the body waits for now. */
  #asked: FactRequest[] = [];
  /** The body has come to its end. */
  #isOver = false;

  constructor(private readonly one: Operational, private readonly options: ExecuteOptions) {}

  async run(mayRetry: boolean): Promise<AttemptResult> {
    const { one } = this;
    try {
      if (await conditionsHold(one.globals) !== true) return this.#unchanged("skipped", "its condition does not hold");
      const { value, remarks } = await runBody(one, one.globals, {
        phase: "apply",
        wantsDiff: false,
        signal: this.options.signal,
        context: this.options.context,
        beforeFact: (request) => {
          this.#asked.push(request);
          if (this.options.expectsNoChange) one.target.facts.readBeside(request, this.options.nextFacts);
          return this.#flush();
        },
      }, (command) => void this.#pending.push(command));
      this.#asked = [];
      this.#isOver = true;
      await this.#flush();
      for (const text of one.globals._sensitive ? [] : remarks.warnings) {
        this.options.emit({ type: "message", level: "warning", host: one.target.name, text });
      }
      if (this.#ran.length === 0) return this.#unchanged("unchanged", shownText(remarks.noop, one.globals), value);
      return await this.#changed(value, mayRetry);
    } catch (error) {
      return this.#failed(error, mayRetry);
    } finally {
      await this.#renewSessions();
    }
  }

  /** What will be asked for next: by the body, or else by the operations after it. */
  #next(): readonly FactRequest[] {
    if (!this.#isOver) return this.#asked.splice(0);
    return this.one.operation.definition.endsSessions ? [] : this.options.nextFacts();
  }

  async #renewSessions(): Promise<void> {
    const { operation, target } = this.one;
    const isDue = operation.definition.endsSessions && this.#ran.length > 0 && target.isConnected;
    if (isDue) await (await target.shell()).closeSessions(false);
  }

  #flushing: Promise<void> = Promise.resolve();

  /** Runs what the body has yielded so far; what is asked for in the meantime waits for it too. */
  #flush(): Promise<void> {
    return this.#flushing = this.#flushing.then(() => this.#runPending());
  }

  async #runPending(): Promise<void> {
    const { one, options } = this;
    const { facts } = one.target;
    const invalidates = one.operation.definition.invalidates ?? "*";
    const commands = this.#pending.splice(0);
    if (commands.length === 0) return void (this.#asked = []);
    facts.dropAhead();
    if (this.#ran.length === 0) await options.beforeChange();
    for (const command of commands) {
      options.emit({
        type: "command",
        host: one.target.name,
        operation: one.name,
        text: shownCommand(command, one.globals),
      });
    }
    const masks = { stdout: new MaskStream(), stderr: new MaskStream() };
    const showOutput = (stream: "stdout" | "stderr", text: string) => {
      if (text === "" || one.globals._sensitive) return;
      options.emit({ type: "output", host: one.target.name, operation: one.name, stream, text });
    };
    try {
      const done = await carryOut(one, commands, {
        signal: options.signal,
        onOutput: (stream, text) => showOutput(stream, masks[stream].push(text)),
        onDone: (command, output) => {
          this.#ran.push(describe(command));
          if (output) this.#outputs.push(output);
        },
        onValue: (value) => void (this.#value = value),
        warn: (text) => options.emit({ type: "message", level: "warning", host: one.target.name, text }),
        behind: () => facts.readBehind(this.#next(), invalidates),
      });
      if (done.failed && !(one.globals._ignoreErrors && one.globals._continueOnError)) throw done.failed;
      if (done.failed) this.#ignored = done.failed;
    } finally {
      showOutput("stdout", masks.stdout.flush());
      showOutput("stderr", masks.stderr.flush());
      facts.invalidate(invalidates);
    }
  }

  #ignored: OperationError | undefined;

  async #changed(value: unknown, mayRetry: boolean): Promise<AttemptResult> {
    const { _changedIf, _failedIf, _retryUntil } = this.one.globals;
    const output = this.#output();
    if (this.#ignored) return this.#failed(this.#ignored, mayRetry);
    if (_failedIf && await _failedIf(output)) {
      return this.#failed(new OperationError(`"_failedIf" says that ${this.one.name} failed`, { output }), mayRetry);
    }
    if (_retryUntil && !await _retryUntil(output)) {
      if (mayRetry) return { ...this.#unchanged("changed", undefined), again: "what it waits for is not there yet" };
      return this.#failed(new OperationError(`What "_retryUntil" waits for did not come`, { output }), false);
    }
    const changed = _changedIf ? await _changedIf(output) : true;
    return {
      outcome: changed ? "changed" : "unchanged",
      reason: undefined,
      answer: { changed, ok: true, ...this.#texts(), value: this.#value ?? value },
    };
  }

  #failed(error: unknown, mayRetry: boolean): AttemptResult {
    if (error instanceof DroverError) {
      error.host ??= this.one.target.name;
      error.operation ??= this.one.name;
    }
    // What may have run is not run again by itself, and a host that cannot be reached has nothing to go on with.
    const final = error instanceof LinkLost || (error instanceof DroverError && error.code === "interrupted");
    const ignored = this.one.globals._ignoreErrors === true && !final;
    return {
      outcome: ignored ? "ignored" : "failed",
      reason: undefined,
      error,
      answer: {
        changed: this.#ran.length > 0,
        ok: false,
        ...this.#texts(),
        value: undefined,
        error: error instanceof OperationError
          ? error
          : new OperationError(String((error as Error)?.message ?? error), { cause: error }),
      },
      ...(mayRetry && !final ? { again: String((error as Error)?.message ?? error) } : {}),
    };
  }

  #unchanged(outcome: Outcome, reason: string | undefined, value?: unknown): AttemptResult {
    return { outcome, reason, answer: { changed: false, ok: true, stdout: "", stderr: "", value } };
  }

  #output(): CommandOutput {
    const outputs = this.#outputs.map(toCommandOutput);
    return {
      stdout: outputs.map(({ stdout }) => stdout).join(""),
      stderr: outputs.map(({ stderr }) => stderr).join(""),
      code: outputs.at(-1)?.code ?? 0,
      stdoutLines: outputs.flatMap(({ stdoutLines }) => stdoutLines),
    };
  }

  #texts(): Pick<Answer, "stdout" | "stderr" | "noText"> {
    const noText = this.#outputs.map(({ stdout }) => whyNoText(stdout)).find((why) => why !== undefined);
    const { stdout, stderr } = this.#output();
    return { stdout, stderr, noText };
  }
}

async function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, milliseconds);
  signal.addEventListener("abort", () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
}
