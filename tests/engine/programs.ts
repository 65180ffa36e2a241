/**
 * Random deploy programs: a generator, their source as a script, and what has to be true of a run of one.
 *
 * Each command says who declared it and where it stands: `2|s0/i1/s3|1.2` was declared by host 2, in the second iteration of
 * what stands at `s0`, and fails on hosts 1 and 2. Parts of a path that begin with `p` are branches without
 * an order; what is below `o` or ends with `u` runs on one host.
 *
 * @module
 */
import * as drover from "drover";
import { fact, type Host, ShellCommand } from "drover";
import fc from "fast-check";
import type { FakeCommand } from "./fake_connector.ts";

/** A statement of a program. */
export type Statement =
  | {
    readonly kind: "operation";
    readonly awaits: "" | "result" | "changed" | "stdout";
    readonly fails: readonly number[];
    readonly runOnce: boolean;
  }
  | { readonly kind: "fact"; readonly constant: boolean }
  | { readonly kind: "if"; readonly rest: number; readonly then: Program; readonly otherwise: Program }
  | { readonly kind: "repeat" | "loop" | "with"; readonly awaited: boolean; readonly body: Program }
  | { readonly kind: "parallel"; readonly branches: readonly Program[] }
  | {
    readonly kind: "attempt";
    readonly awaited: boolean;
    readonly block: Program;
    readonly rescue: Program | null;
    readonly always: Program | null;
  }
  | { readonly kind: "once"; readonly awaited: boolean; readonly value: boolean; readonly body: Program }
  | { readonly kind: "rolling"; readonly awaited: boolean; readonly body: Program }
  | { readonly kind: "on"; readonly other: number; readonly body: Program };

/** Statements that follow each other. */
export type Program = readonly Statement[];

/** What a generated program may contain. */
export interface ProgramOptions {
  readonly hosts: number;
  readonly failures: boolean;
  readonly branches: boolean;
  /** Things that the plan cannot know. */
  readonly unknowns: boolean;
  /** Blocks that several hosts take part in: once, rolling, on, run-once. */
  readonly together: boolean;
  readonly parallel: boolean;
}

/** Generates programs. */
export function programs(options: ProgramOptions): fc.Arbitrary<Program> {
  const { hosts, failures, branches, unknowns, together, parallel } = options;
  const awaited = fc.boolean();
  const { program } = fc.letrec<{ statement: Statement; program: Program }>((tie) => {
    const body = tie("program");
    const compound: fc.Arbitrary<Statement>[] = [
      fc.record({ kind: fc.constantFrom("repeat" as const, "loop" as const, "with" as const), awaited, body }),
      fc.record({
        kind: fc.constant("attempt" as const),
        awaited,
        block: body,
        rescue: fc.option(body) as fc.Arbitrary<Program | null>,
        always: fc.option(body) as fc.Arbitrary<Program | null>,
      }),
      ...(branches
        ? [fc.record({ kind: fc.constant("if" as const), rest: fc.nat(2), then: body, otherwise: body })]
        : []),
      ...(parallel
        ? [fc.record({
          kind: fc.constant("parallel" as const),
          branches: fc.array(body, { minLength: 2, maxLength: 3 }),
        })]
        : []),
      ...(together
        ? [
          fc.record({ kind: fc.constant("once" as const), awaited, value: fc.constant(unknowns), body }),
          fc.record({ kind: fc.constant("rolling" as const), awaited, body }),
          fc.record({ kind: fc.constant("on" as const), other: fc.integer({ min: 1, max: hosts }), body }),
        ]
        : []),
    ];
    const operation: fc.Arbitrary<Statement> = fc.record({
      kind: fc.constant("operation" as const),
      awaits: fc.constantFrom<"" | "result" | "changed" | "stdout">(
        "",
        "",
        "result",
        "changed",
        ...(unknowns ? ["stdout" as const] : []),
      ),
      fails: failures
        ? fc.oneof(
          { weight: 5, arbitrary: fc.constant<number[]>([]) },
          fc.uniqueArray(fc.integer({ min: 1, max: hosts }), { minLength: 1, maxLength: 2 }),
        )
        : fc.constant<number[]>([]),
      runOnce: together ? fc.boolean().map((one) => one && !unknowns) : fc.constant(false),
    });
    const reads = fc.record({ kind: fc.constant("fact" as const), constant: fc.boolean() });
    return {
      statement: fc.oneof(
        { depthSize: "small", withCrossShrink: true, maxDepth: 3 },
        { weight: 5, arbitrary: operation },
        { weight: 1, arbitrary: reads },
        ...compound.map((arbitrary) => ({ weight: 1, arbitrary })),
      ),
      program: fc.array(tie("statement"), { maxLength: 4, depthIdentifier: "program" }),
    };
  });
  return program.filter((statements) => statements.length > 0);
}

/** The source of a program, as the body of an async function of `api`, `host` and `me`. */
export function sourceOf(program: Program): string {
  return block(program, "").join("\n");
}

function block(program: Program, path: string): string[] {
  return program.flatMap((statement, index) => write(statement, `${path}s${index}`));
}

function write(statement: Statement, path: string): string[] {
  const wrapped = (head: string, body: Program, tail: string, inner = path) => [
    head,
    ...block(body, `${inner}/`),
    tail,
  ];
  // What nobody awaits ends with its host; the rejection is not the point here.
  const start = (awaited: boolean) => awaited ? "await " : "";
  switch (statement.kind) {
    case "operation": {
      const { awaits, fails, runOnce } = statement;
      if (runOnce) path += "u";
      const call = `api.server.shell({ name: \`${path}\`, commands: [\`\${me}|${path}|${fails.join(".")}\`]${
        runOnce ? ", _runOnce: true" : ""
      } })`;
      if (awaits === "") return [`${call};`];
      return [awaits === "result" ? `await ${call};` : `await ${call}.${awaits};`];
    }
    case "fact":
      return [`await host.fact(api.${statement.constant ? "Constant" : "Present"}, { path: "${path}" });`];
    case "if":
      return [
        ...wrapped(`if (me % 3 === ${statement.rest}) {`, statement.then, "} else {", `${path}/s0`),
        ...block(statement.otherwise, `${path}/s1/`),
        "}",
      ];
    case "repeat": {
      const name = `i${path.replaceAll(/[^a-z0-9]/g, "_")}`;
      return wrapped(
        `for (let ${name} = 0; ${name} < 2; ${name}++) {`,
        statement.body,
        "}",
        `${path}/i\${${name}}`,
      );
    }
    case "loop": {
      const name = `i${path.replaceAll(/[^a-z0-9]/g, "_")}`;
      return wrapped(
        `${start(statement.awaited)}host.loop([0, 1], async (${name}) => {`,
        statement.body,
        "});",
        `${path}/i\${${name}}`,
      );
    }
    case "with":
      return wrapped(
        `${start(statement.awaited)}host.with({ _sensitive: true }, async () => {`,
        statement.body,
        "});",
      );
    case "parallel":
      return [
        "await Promise.all([",
        ...statement.branches.flatMap((branch, index) =>
          wrapped("(async () => {", branch, "})(),", `${path}/p${index}`)
        ),
        "]);",
      ];
    case "attempt": {
      const { block: tried, rescue, always } = statement;
      const part = (name: string, body: Program | null, at: string) =>
        body === null ? [] : wrapped(`${name}: async () => {`, body, "},", at);
      return [
        `${start(statement.awaited)}api.attempt("a", {`,
        ...part("block", tried, `${path}/b0${rescue ? "r" : ""}`),
        ...part("rescue", rescue, `${path}/b1`),
        ...part("always", always, `${path}/b2`),
        "});",
      ];
    }
    case "once":
      return wrapped(
        `${start(statement.awaited)}api.once("o", async () => {`,
        statement.body,
        statement.value ? "return 1; });" : "});",
        `${path}/o0`,
      );
    case "rolling":
      return wrapped(
        `${start(statement.awaited)}api.rolling("r", { batch: 1, maxFailures: "100%" }, async () => {`,
        statement.body,
        "});",
      );
    case "on":
      return wrapped(`await api.on("host${statement.other}", async () => {`, statement.body, "});");
  }
}

const Constant = fact({
  name: "Constant",
  constant: true,
  args: () => drover.z.object({ path: drover.z.string() }),
  command: ({ path }) => new ShellCommand(`constant ${path}`),
  process: (lines) => lines,
});

const Present = fact({
  name: "Present",
  args: () => drover.z.object({ path: drover.z.string() }),
  command: ({ path }) => new ShellCommand(`present ${path}`),
  process: (lines) => lines,
});

/** A program as a script whose call sites are those of its source. */
export async function scriptOf(program: Program): Promise<(host: Host) => Promise<void>> {
  const source = `export default async (api, host, me) => {\n${sourceOf(program)}\n};`;
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const { default: main } = await import(address);
  URL.revokeObjectURL(address);
  return (host) => main({ ...drover, Constant, Present }, host, Number(host.name.slice("host".length)));
}

/** A command of a program. */
export interface Said {
  readonly declarer: string;
  readonly path: string;
  readonly parts: readonly string[];
  readonly failed: boolean;
  /** What was said, so that the same of two hosts is told apart. */
  readonly key: string;
}

/** Reads a command. */
export function readSaid({ host, text }: Pick<FakeCommand, "host" | "text">): Said {
  const [declarer = "", path = "", fails = ""] = text.split("|");
  return {
    declarer,
    path,
    parts: path.split("/"),
    failed: fails.split(".").includes(host.slice("host".length)),
    key: `${declarer}|${path}`,
  };
}

/** Whether one place comes before another one; `undefined` where the program does not say. */
export function comesBefore(a: readonly string[], b: readonly string[]): boolean | undefined {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const [one, other] = [a[index]!, b[index]!];
    if (one === other) continue;
    if (one.startsWith("p")) return undefined;
    return number(one) < number(other);
  }
  return undefined;
}

function number(part: string): number {
  return Number(/\d+/.exec(part)![0]);
}

/** The first two commands of a host that ran in the wrong order, if there are such. */
export function findWrongOrder(said: readonly Said[]): string | undefined {
  for (const [index, later] of said.entries()) {
    for (const earlier of said.slice(0, index)) {
      if (earlier.declarer !== later.declarer) continue;
      if (earlier.path === later.path) return `${later.key} ran twice`;
      if (comesBefore(later.parts, earlier.parts)) return `${later.key} ran after ${earlier.key}`;
    }
  }
}

/** A command that ran although one before it had failed, if there is such. */
export function findRunAfterFailure(said: readonly Said[]): string | undefined {
  for (const [index, failure] of said.entries()) {
    if (!failure.failed) continue;
    const { scope, allowed } = scopeOfFailure(failure.parts);
    const wrong = said.slice(index + 1).find(({ declarer, path }) =>
      declarer === failure.declarer && path.startsWith(scope) && !allowed.some((prefix) => path.startsWith(prefix))
    );
    if (wrong) return `${wrong.key} ran after ${failure.key} had failed`;
  }
}

/** What a failure ends, and what of it still runs: the `always` of attempts around it. */
function scopeOfFailure(parts: readonly string[]): { readonly scope: string; readonly allowed: string[] } {
  const allowed: string[] = [];
  for (let index = parts.length - 1; index >= 0; index--) {
    const part = parts[index]!;
    const around = parts.slice(0, index).map((one) => `${one}/`).join("");
    if (part === "b0r") return { scope: `${around}b0r/`, allowed };
    if (part.startsWith("b") && part !== "b2") allowed.push(`${around}b2/`);
  }
  return { scope: "", allowed };
}

class Failed extends Error {}

/** What a host runs of a program without branches that have no order and without blocks of several hosts. */
export function simulate(program: Program, me: number, path = ""): string[] {
  const said: string[] = [];
  try {
    runProgram(program, me, path, said);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
  }
  return said;
}

function runProgram(program: Program, me: number, path: string, said: string[]): void {
  for (const [index, statement] of program.entries()) runStatement(statement, me, `${path}s${index}`, said);
}

function runStatement(statement: Statement, me: number, path: string, said: string[]): void {
  const run = (body: Program, at: string) => runProgram(body, me, `${at}/`, said);
  switch (statement.kind) {
    case "operation":
      said.push(`${me}|${path}${statement.runOnce ? "u" : ""}`);
      if (statement.fails.includes(me)) throw new Failed();
      return;
    case "fact":
      return;
    case "if":
      return me % 3 === statement.rest ? run(statement.then, `${path}/s0`) : run(statement.otherwise, `${path}/s1`);
    case "repeat":
    case "loop":
      for (const index of [0, 1]) run(statement.body, `${path}/i${index}`);
      return;
    case "parallel":
      return statement.branches.forEach((branch, index) => run(branch, `${path}/p${index}`));
    case "attempt":
      return runAttempt(statement, path, run);
    case "once":
      return run(statement.body, `${path}/o0`);
    default:
      return run(statement.body, path);
  }
}

function runAttempt(
  { block, rescue, always }: Extract<Statement, { kind: "attempt" }>,
  path: string,
  run: (body: Program, at: string) => void,
): void {
  try {
    try {
      run(block, `${path}/b0${rescue ? "r" : ""}`);
    } catch (error) {
      if (!(error instanceof Failed) || !rescue) throw error;
      run(rescue, `${path}/b1`);
    }
  } finally {
    if (always) run(always, `${path}/b2`);
  }
}
