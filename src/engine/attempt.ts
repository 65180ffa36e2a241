import { type Command, type Context, describe, DroverError, OperationError } from "../api/mod.ts";
import { MaskStream } from "../command/mod.ts";
import type { RawOutput } from "../session/mod.ts";
import { type AheadOperation, groupAhead, type Stream } from "./ahead_operation.ts";
import { type AttemptResult, failed, skipped, unchanged } from "./attempt_result.ts";
import { type Remarks, runBody } from "./body.ts";
import { carryOut, type CarryOutOptions, type Next, report } from "./carry_out.ts";
import { conditionsHold } from "./conditions.ts";
import type { EventSink } from "./events.ts";
import type { FactRequest } from "./fact_request.ts";
import { type Follower, isForeseeable } from "./followers.ts";
import { outputOf, textsOf } from "./outputs.ts";
import type { Operational } from "./program.ts";
import { shownCommand, shownText } from "./shown.ts";

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
  /** What the operations after one will ask for, as far as that can be told. */
  readonly nextFacts: (one: Operational) => readonly FactRequest[];
  /** The operations whose commands can go out behind its own. */
  readonly followers: (remarks: Remarks) => Promise<readonly Follower[]>;
  /** Called when a follower's commands were sent. */
  readonly onAhead: (ahead: AheadOperation) => void;
  /** The plan found nothing to do. */
  readonly expectsNoChange: boolean;
}

/** One try of an operation. */
export class Attempt {
  #pending: Command[] = [];
  #outputs: RawOutput[] = [];
  #ran: string[] = [];
  #value: unknown;
  /** What the body waits for now. */
  #asked: FactRequest[] = [];
  /** What the body has said, once it has come to its end. */
  #remarks: Remarks | undefined;
  /** What was sent behind its commands. */
  readonly #stream: Stream = { isBroken: false };

  constructor(private readonly one: Operational, private readonly options: ExecuteOptions) {}

  /** Runs the operation's body and its commands. */
  async run(mayRetry: boolean): Promise<AttemptResult> {
    const result = await this.#run(mayRetry);
    this.#stream.isBroken = result.outcome !== "changed";
    return result;
  }

  /** The same from what was sent ahead; `undefined` where it did not run. */
  async take(ahead: AheadOperation, onStart: () => void): Promise<AttemptResult | undefined> {
    const { stream } = ahead;
    const result = await (stream.isBroken ? this.#takeBroken(ahead) : this.#take(ahead, onStart));
    stream.isBroken ||= result === undefined || result.outcome === "failed";
    return result;
  }

  async #run(mayRetry: boolean): Promise<AttemptResult> {
    const { one } = this;
    try {
      if (await conditionsHold(one.globals) !== true) return skipped();
      const { value, remarks } = await runBody(one, one.globals, {
        phase: "apply",
        wantsDiff: false,
        signal: this.options.signal,
        context: this.options.context,
        answer: async (request) => {
          this.#asked.push(request);
          if (this.options.expectsNoChange) {
            one.target.facts.readBeside(request, () => this.options.nextFacts(one));
          }
          await this.#flush();
          if (this.options.signal.aborted) throw new DroverError("interrupted", "The run was stopped");
          return await one.target.facts.answer(request);
        },
      }, (command) => void this.#pending.push(command));
      this.#asked = [];
      this.#remarks = remarks;
      await this.#flush();
      return await this.#done(value, remarks, mayRetry);
    } catch (error) {
      return this.#failed(error, mayRetry);
    } finally {
      await this.#renewSessions();
    }
  }

  /** Nothing of it has run, unless the link is lost and nobody knows. */
  async #takeBroken({ sent, follower }: AheadOperation): Promise<AttemptResult | undefined> {
    if (follower.group.length === 0) return undefined;
    try {
      await Promise.all([sent.guards, sent.commands]);
    } catch (error) {
      return this.#failed(error, false);
    }
  }

  async #take({ follower, sent, listen }: AheadOperation, onStart: () => void): Promise<AttemptResult | undefined> {
    const { one } = this;
    const { group, reads, value, remarks } = follower;
    try {
      const guards = await sent.guards;
      guards.forEach((read, index) => read !== "skipped" && one.target.facts.compared(reads[index]!.request, read));
      const holds = guards.every((guard) => guard === "same");
      // What was read in front of commands that then ran may be otherwise after them.
      if (!holds || group.length === 0) {
        guards.forEach((read, index) => {
          const { request, text } = reads[index]!;
          if (read !== "skipped") one.target.facts.heard(request, read, text);
        });
      }
      if (!holds) return undefined;
      if (group.length > 0) {
        const ran = await Promise.race([sent.begun, sent.commands]);
        if (ran?.every((one) => one === "skipped")) return undefined;
        onStart();
        await this.#perform(group.map(({ command }) => command), async (hear) => {
          listen(hear.onOutput);
          return { failed: report(group, await sent.commands, one, hear) };
        });
      } else onStart();
      if (follower.isSkipped) return skipped();
      return await this.#done(value, remarks, false);
    } catch (error) {
      return this.#failed(error, false);
    } finally {
      await this.#renewSessions();
    }
  }

  async #done(value: unknown, remarks: Remarks, mayRetry: boolean): Promise<AttemptResult> {
    const { one, options } = this;
    for (const text of one.globals._sensitive ? [] : remarks.warnings) {
      options.emit({ type: "message", level: "warning", host: one.target.name, text });
    }
    if (this.#ran.length === 0) return unchanged("unchanged", shownText(remarks.noop, one.globals), value);
    return await this.#changed(value, mayRetry);
  }

  /** What goes out with the last commands: what the body asks for then, or else what comes after the operation. */
  async #next(): Promise<Next> {
    const { one, options } = this;
    const { invalidates = "*", endsSessions } = one.operation.definition;
    const { facts } = one.target;
    if (!this.#remarks) return { ahead: [], behind: facts.readBehind(this.#asked.splice(0), [invalidates]) };
    if (endsSessions) return { ahead: [], behind: [] };
    const followers = isForeseeable(one.globals) ? await options.followers(this.#remarks) : [];
    const last = followers.at(-1)?.one ?? one;
    const requests = last.operation.definition.endsSessions ? [] : options.nextFacts(last);
    const touched = [one, ...followers.map(({ one }) => one)].map(({ operation }) =>
      operation.definition.invalidates ?? "*"
    );
    return {
      ahead: followers.map((follower) => groupAhead(follower, this.#stream, options.onAhead)),
      behind: facts.readBehind(requests, touched),
    };
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
    const commands = this.#pending.splice(0);
    if (commands.length === 0) return void (this.#asked = []);
    one.target.facts.dropAhead();
    if (this.#ran.length === 0) await options.beforeChange();
    await this.#perform(commands, (hear) =>
      carryOut(one, commands, {
        ...hear,
        signal: options.signal,
        stop: options.stop,
        next: () => this.#next(),
      }));
  }

  /** Tells of commands while they run, and of what became of them. */
  async #perform(
    commands: readonly Command[],
    run: (
      hear: Pick<CarryOutOptions, "onOutput" | "onDone" | "onValue" | "warn">,
    ) => Promise<{ readonly failed: OperationError | undefined }>,
  ): Promise<void> {
    const { one, options } = this;
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
      const done = await run({
        onOutput: (stream, text) => showOutput(stream, masks[stream].push(text)),
        onDone: (command, output) => {
          this.#ran.push(describe(command));
          if (output) this.#outputs.push(output);
        },
        onValue: (value) => void (this.#value = value),
        warn: (text) => options.emit({ type: "message", level: "warning", host: one.target.name, text }),
      });
      if (done.failed && !(one.globals._ignoreErrors && one.globals._continueOnError)) throw done.failed;
      if (done.failed) this.#ignored = done.failed;
    } finally {
      showOutput("stdout", masks.stdout.flush());
      showOutput("stderr", masks.stderr.flush());
      one.target.facts.invalidate(one.operation.definition.invalidates ?? "*");
    }
  }

  #ignored: OperationError | undefined;

  async #changed(value: unknown, mayRetry: boolean): Promise<AttemptResult> {
    const { _changedIf, _failedIf, _retryUntil } = this.one.globals;
    const output = outputOf(this.#outputs);
    if (this.#ignored) return this.#failed(this.#ignored, mayRetry);
    if (_failedIf && await _failedIf(output)) {
      return this.#failed(new OperationError(`"_failedIf" says that ${this.one.name} failed`, { output }), mayRetry);
    }
    if (_retryUntil && !await _retryUntil(output)) {
      if (mayRetry) return { ...unchanged("changed", undefined), again: "what it waits for is not there yet" };
      return this.#failed(new OperationError(`What "_retryUntil" waits for did not come`, { output }), false);
    }
    const changed = _changedIf ? await _changedIf(output) : true;
    return {
      outcome: changed ? "changed" : "unchanged",
      reason: undefined,
      answer: { changed, ok: true, ...textsOf(this.#outputs), value: this.#value ?? value },
    };
  }

  #failed(error: unknown, mayRetry: boolean): AttemptResult {
    return failed(this.one, { error, outputs: this.#outputs, hasRun: this.#ran.length > 0, mayRetry });
  }
}
