import {
  checkFactArguments,
  type Command,
  type Context,
  currentContext,
  DroverError,
  type Fact,
  type FactGlobals,
  type GlobalArguments,
  localContent,
  type OperationHost,
  shown,
  UsageError,
} from "../api/mod.ts";
import { type FactRequest, factRequest } from "./fact_request.ts";
import type { Operational } from "./program.ts";

/** A change of a text file, for the plan. */
export interface FileDiff {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What the body of an operation said beside its commands. */
export interface Remarks {
  noop: string | undefined;
  readonly diffs: FileDiff[];
  readonly warnings: string[];
  /** What facts will print when its commands have run. */
  readonly predictions: { readonly request: FactRequest; readonly text: string }[];
}

/** How a body is run. */
export interface BodyOptions {
  readonly phase: "plan" | "apply";
  readonly wantsDiff: boolean;
  readonly signal: AbortSignal;
  /** The context of the script, in which the body's own context stands. */
  readonly context: Context;
  /** Answers what the body asks for. */
  readonly answer: (request: FactRequest) => Promise<unknown>;
}

/** Runs the body of an operation, handing on each command as it comes. */
export async function runBody(
  one: Operational,
  globals: GlobalArguments,
  options: BodyOptions,
  onCommand: (command: Command) => void | Promise<void>,
): Promise<{ readonly value: unknown; readonly remarks: Remarks }> {
  const remarks: Remarks = { noop: undefined, diffs: [], warnings: [], predictions: [] };
  const { target } = one;
  const host: OperationHost = {
    name: target.name,
    groups: target.groups,
    data: target.data.data,
    phase: options.phase,
    wantsDiff: options.wantsDiff,
    signal: options.signal,
    globals,
    fact: async (fact, passed?) => {
      if (options.signal.aborted) throw new DroverError("interrupted", "The run was stopped");
      return await options.answer(requestFor(fact, passed, globals, one.name)) as never;
    },
    noop: (why) => void (remarks.noop = remarks.noop === undefined ? why : `${remarks.noop}; ${why}`),
    diff: (path, before, after) => void remarks.diffs.push({ path, before, after }),
    warn: (message) => void remarks.warnings.push(message),
    predict: (fact, args, text) =>
      void remarks.predictions.push({
        request: requestFor(fact as Fact<unknown, object>, args, globals, one.name),
        text,
      }),
  };
  const context: Context = { ...forward(options.context), operationHost: host };
  return await currentContext.run(context, async () => {
    const body = one.operation.body(one.args, host);
    try {
      let step = await body.next();
      for (; !step.done; step = await body.next()) {
        assertCommand(step.value, one.operation.fullName);
        await onCommand(await withLocalContent(step.value, options));
      }
      return { value: step.value, remarks };
    } finally {
      await body.return(undefined as never);
    }
  });
}

/** What is uploaded from another machine as an upload of the local copy. */
async function withLocalContent(command: Command, { phase, signal }: BodyOptions): Promise<Command> {
  if (command.kind !== "upload" || !(command.content instanceof URL)) return command;
  const { content, label = command.content.href } = command;
  // An operation that has not read it for the plan need not find it there.
  const local = await localContent(content, signal).catch((error) => {
    if (phase === "plan") return content;
    throw error;
  });
  return local === content ? command : { ...command, content: local, label };
}

function assertCommand(value: unknown, operation: string): void {
  if (typeof value === "object" && value !== null && "kind" in value) return;
  throw new UsageError(`${operation} yielded ${shown(value)}, which is no command`, {
    hint: "Yield a command that the sh template, upload or another of their kind has made.",
  });
}

/** Parts the arguments of a fact from the global ones and reads it as the operation's user. */
export function readFact<T, A extends object>(
  { target, name }: { readonly target: Operational["target"]; readonly name?: string },
  fact: Fact<T, A>,
  passed: object | undefined,
  around: GlobalArguments,
): Promise<T> {
  return target.facts.answer(requestFor(fact, passed, around, name)) as Promise<T>;
}

function requestFor<A extends object>(
  fact: Fact<unknown, A>,
  passed: object | undefined,
  around: GlobalArguments,
  operation?: string,
): FactRequest {
  const { args, globals } = checkFactArguments(fact, passed);
  return factRequest(fact, args, { ...factGlobals(around), ...globals }, operation);
}

/** The part of an operation's global arguments that its facts inherit. */
function factGlobals({ _stdin: _1, _getPty: _2, _successExitCodes: _3, ...globals }: GlobalArguments): FactGlobals {
  return globals;
}

function forward(context: Context): Context {
  return {
    host: context.host,
    flow: context.flow,
    declare: (...args) => context.declare(...args),
    refuse: (error) => context.refuse(error),
    localCopy: context.localCopy,
    measures: context.measures,
  };
}
