import {
  type Command,
  type Context,
  type Data,
  describe,
  type Fact,
  type Flow,
  type GlobalArguments,
  type Host,
  type Operation,
  type OperationHost,
  UsageError,
} from "../api/mod.ts";
import { currentContext } from "../api/mod.ts";

/** What a fact shall be in a test; made by {@linkcode given}. */
export interface Given {
  readonly fact: string;
  readonly args: string;
  readonly result: unknown;
}

/**
 * Says what a fact gives for arguments, for {@linkcode plan}.
 *
 * @param args the fact's arguments, `{}` for none
 */
export function given<T, A extends object>(fact: Fact<T, A>, args: A, result: T): Given {
  return { fact: fact.fullName, args: keyOf(fact.check(args)), result };
}

/** Answers a fact in a test; the default answers from a list of {@linkcode given} facts. */
export type FactAnswer = (fact: Fact<unknown, never>, args: object) => unknown;

/** What an operation would do. */
export interface OperationPlan<V = unknown> {
  /** Its commands, as text. */
  readonly commands: readonly string[];
  /** The same, as values. */
  readonly steps: readonly Command[];
  /** Why nothing is to be done. */
  readonly noop: string | undefined;
  /** The diffs that it showed. */
  readonly diffs: readonly { readonly path: string; readonly before: string | null; readonly after: string | null }[];
  readonly warnings: readonly string[];
  readonly value: V;
}

/**
 * Runs the body of an operation against given facts and lists what it would do; nothing is connected to.
 *
 * @throws {UsageError} where the operation asks for a fact that is not given.
 *
 * @example
 * ```ts
 * import { files } from "drover";
 * import { given, plan } from "drover/testing";
 * const { commands } = await plan(files.directory, { path: "/srv/app" }, [given(files.Directory, { path: "/srv/app" }, null)]);
 * console.assert(commands[0] === "mkdir -p /srv/app");
 * ```
 */
export async function plan<A extends object, V>(
  operation: Operation<A, V>,
  args: A,
  facts: readonly Given[] | FactAnswer = [],
  options: { readonly data?: Data; readonly globals?: GlobalArguments } = {},
): Promise<OperationPlan<V>> {
  const answer = typeof facts === "function" ? facts : answerFrom(facts);
  const record = {
    noop: undefined as string | undefined,
    diffs: [] as OperationPlan["diffs"][number][],
    warnings: [] as string[],
  };
  const host: OperationHost = {
    name: "test",
    groups: [],
    data: options.data ?? {},
    phase: "plan",
    wantsDiff: false,
    signal: new AbortController().signal,
    globals: options.globals ?? {},
    fact: async (fact, passed?) => {
      const own = Object.fromEntries(Object.entries(passed ?? {}).filter(([key]) => !key.startsWith("_")));
      return await answer(fact as Fact<unknown, never>, fact.check(own)) as never;
    },
    noop: (why) => void (record.noop = why),
    diff: (path, before, after) => void record.diffs.push({ path, before, after }),
    warn: (message) => void record.warnings.push(message),
    predict: () => {},
  };
  return await currentContext.run(testContext(host), async () => {
    const body = operation.inner(args);
    const steps: Command[] = [];
    let step = await body.next();
    for (; !step.done; step = await body.next()) steps.push(step.value);
    return { ...record, steps, commands: steps.map(describe), value: step.value };
  });
}

function testContext(operationHost: OperationHost): Context {
  const refuse = (): never => {
    throw new UsageError("The body of an operation cannot declare operations", {
      hint: "Use yield* OPERATION.inner({…}).",
    });
  };
  return {
    host: operationHost as unknown as Host,
    operationHost,
    flow: new Proxy({}, { get: refuse }) as Flow,
    declare: refuse,
    refuse: () => {},
  };
}

function answerFrom(facts: readonly Given[]): FactAnswer {
  return (fact, args) => {
    const found = facts.find((one) => one.fact === fact.fullName && one.args === keyOf(args));
    if (found) return found.result;
    throw new UsageError(`The operation asked for ${fact.fullName} ${keyOf(args)}, which is not given`, {
      hint: `Add given(${fact.fullName}, ${keyOf(args)}, …).`,
    });
  };
}

function keyOf(args: object): string {
  return JSON.stringify(Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined).sort()));
}
