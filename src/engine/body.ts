import {
  checkFactArguments,
  type Command,
  type Context,
  currentContext,
  DroverError,
  type Fact,
  type FactGlobals,
  type GlobalArguments,
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
}

/** How a body is run. */
export interface BodyOptions {
  readonly phase: "plan" | "apply";
  readonly wantsDiff: boolean;
  readonly signal: AbortSignal;
  /** The context of the script, in which the body's own context stands. */
  readonly context: Context;
  /** Called with what the body asks for, before it is read: in apply the commands so far have to run first. */
  readonly beforeFact: (request: FactRequest) => Promise<void> | void;
}

/** Runs the body of an operation, handing on each command as it comes. */
export async function runBody(
  one: Operational,
  globals: GlobalArguments,
  options: BodyOptions,
  onCommand: (command: Command) => void | Promise<void>,
): Promise<{ readonly value: unknown; readonly remarks: Remarks }> {
  const remarks: Remarks = { noop: undefined, diffs: [], warnings: [] };
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
      const request = requestFor(fact, passed, globals);
      await options.beforeFact(request);
      if (options.signal.aborted) throw new DroverError("interrupted", "The run was stopped");
      return await target.facts.answer(request) as never;
    },
    noop: (why) => void (remarks.noop = remarks.noop === undefined ? why : `${remarks.noop}; ${why}`),
    diff: (path, before, after) => void remarks.diffs.push({ path, before, after }),
    warn: (message) => void remarks.warnings.push(message),
  };
  const context: Context = { ...forward(options.context), operationHost: host };
  return await currentContext.run(context, async () => {
    const body = one.operation.body(one.args, host);
    try {
      let step = await body.next();
      for (; !step.done; step = await body.next()) {
        assertCommand(step.value, one.operation.fullName);
        await onCommand(step.value);
      }
      return { value: step.value, remarks };
    } finally {
      await body.return(undefined as never);
    }
  });
}

function assertCommand(value: unknown, operation: string): void {
  if (typeof value === "object" && value !== null && "kind" in value) return;
  throw new UsageError(`${operation} yielded ${shown(value)}, which is no command`, {
    hint: "Yield a command that the sh template, upload or another of their kind has made.",
  });
}

/** Parts the arguments of a fact from the global ones and reads it as the operation's user. */
export function readFact<T, A extends object>(
  { target }: Pick<Operational, "target">,
  fact: Fact<T, A>,
  passed: object | undefined,
  around: GlobalArguments,
): Promise<T> {
  return target.facts.answer(requestFor(fact, passed, around)) as Promise<T>;
}

function requestFor<A extends object>(
  fact: Fact<unknown, A>,
  passed: object | undefined,
  around: GlobalArguments,
): FactRequest {
  const { args, globals } = checkFactArguments(fact, passed);
  return factRequest(fact, args, { ...factGlobals(around), ...globals });
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
  };
}
