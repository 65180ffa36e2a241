import { type OperationError, pathOf } from "../../api/mod.ts";
import { readIncluded } from "./include.ts";
import { isPlain, UndefinedVariable } from "./strict.ts";
import { templateError, type TemplateSource } from "./template_error.ts";

/** Settings of the Jinja2 environment. */
export interface JinjaOptions {
  readonly trimBlocks?: boolean;
  readonly lstripBlocks?: boolean;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Renders a Jinja2 template, in which whatever is undefined is an error, but for `default` and `is defined`. */
export async function renderJinja(
  source: TemplateSource,
  variables: Record<string, unknown>,
  options: JinjaOptions = {},
): Promise<string> {
  const { compile, Environment, Loader, Template } = await strictNunjucks();
  // nunjucks wraps an error once a level and loses its place, so the innermost is kept here.
  let failure: OperationError | undefined;
  const program = (from: TemplateSource) => {
    const note = (error: Error, line?: number) => failure ??= explain(from, error, line);
    try {
      return { type: "code", obj: compile(from, options, note) };
    } catch (error) {
      throw note(error as Error);
    }
  };
  class BesideLoader extends Loader {
    getSource(name: string) {
      const url = new URL(name, source.url);
      const src = program({ text: readIncluded(url.href), url, label: pathOf(url) });
      return { src, path: pathOf(url), noCache: true };
    }
  }
  try {
    const environment = new Environment(source.url ? [new BesideLoader()] : [], { autoescape: false, ...options });
    environment.addFilter("tojson", (value: unknown, indent?: number) => JSON.stringify(value, null, indent));
    return new Template(program(source), environment, source.label).render(variables);
  } catch (error) {
    throw failure ?? explain(source, error as Error);
  }
}

function explain(source: TemplateSource, error: Error, line?: number): OperationError {
  const own = (error as { line?: number; lineno?: number }).line ?? (error as { lineno?: number }).lineno ?? line;
  const message = error.message.replace(/^\(.*\)(?: \[Line.*\])?\n/, "").trim().replace(/^(\w*Error: )+/, "");
  return templateError(source, own || undefined, message, error);
}

/** nunjucks with lookups that throw instead of giving `undefined`; its own stay as they are. */
async function strictNunjucks() {
  const [{ default: nunjucks }, { default: transformer }] = await Promise.all([
    import("nunjucks"),
    import("nunjucks/src/transformer.js"),
  ]);
  const { compiler, Environment, lib, Loader, parser, runtime, Template } = nunjucks;

  // deno-lint-ignore no-explicit-any
  type Node = any;
  class StrictCompiler extends (compiler.Compiler as Node) {
    _emitFuncBegin(node: Node, name: string) {
      super._emitFuncBegin(node, name);
      this._emitLine("runtime = strict;");
    }
    compileSymbol(node: Node, frame: Node) {
      const local = frame.lookup(node.value);
      this._emit(local || `runtime.variable(context, frame, ${JSON.stringify(node.value)}, ${node.lineno + 1})`);
    }
    compileLookupVal(node: Node, frame: Node) {
      this._emit("runtime.member((");
      this._compileExpression(node.target, frame);
      this._emit("),");
      this._compileExpression(node.val, frame);
      this._emit(`,${JSON.stringify(nameOf(node.target))},${node.lineno + 1})`);
    }
    compileFilter(node: Node, frame: Node) {
      if (!["default", "d"].includes(node.name.value)) return super.compileFilter(node, frame);
      const [value, ...rest] = node.args.children;
      this._emit('env.getFilter("default").call(context, ');
      this.#compileTolerant(value, frame);
      for (const one of rest) {
        this._emit(", ");
        this._compileExpression(one, frame);
      }
      this._emit(")");
    }
    compileIs(node: Node, frame: Node) {
      const test = node.right.name?.value ?? node.right.value;
      if (!["defined", "undefined"].includes(test)) return super.compileIs(node, frame);
      this._emit(`env.getTest("${test}").call(context, `);
      this.#compileTolerant(node.left, frame);
      this._emit(") === true");
    }
    #compileTolerant(node: Node, frame: Node) {
      this._emit("runtime.ifDefined(function() { return ");
      this._compileExpression(node, frame);
      this._emit("; })");
    }
  }

  const strictRuntime = (note: (error: Error, line?: number) => void) => ({
    ...runtime,
    handleError(error: Error, line: number, column: number) {
      note(error, line + 1);
      return runtime.handleError(error, line, column);
    },
    variable(context: Node, frame: Node, name: string, line: number) {
      const value = runtime.contextOrFrameLookup(context, frame, name);
      if (value !== undefined) return value;
      if (name in PYTHON_CONSTANTS) return PYTHON_CONSTANTS[name as keyof typeof PYTHON_CONSTANTS];
      throw new UndefinedVariable(name, line);
    },
    member(object: unknown, key: PropertyKey, owner: string, line: number) {
      const value = runtime.memberLookup(object, key) ?? pythonMethod(object, key);
      if (value !== undefined) return value;
      if (isPlain(object) && object[key as string] === null) return null;
      throw new UndefinedVariable(`${owner}.${String(key)}`, line);
    },
    ensureDefined(value: unknown, line: number) {
      if (value !== undefined) return value;
      throw new lib.TemplateError("the value of this expression is undefined", line + 1);
    },
    ifDefined(read: () => unknown) {
      try {
        return read();
      } catch (error) {
        if (error instanceof UndefinedVariable) return undefined;
        throw error;
      }
    },
  });

  function compile(source: TemplateSource, options: JinjaOptions, note: (error: Error, line?: number) => void) {
    const strictCompiler: Node = new (StrictCompiler as Node)(source.label, true);
    strictCompiler.compile(transformer.transform(parser.parse(source.text, [], options), [], source.label));
    return new Function("strict", strictCompiler.getCode())(strictRuntime(note));
  }
  return { compile, Environment, Loader, Template };
}

// deno-lint-ignore no-explicit-any
function nameOf(node: any): string {
  if (node.typename === "Symbol") return node.value;
  return node.typename === "LookupVal" ? `${nameOf(node.target)}.${node.val.value ?? "…"}` : "…";
}

const PYTHON_CONSTANTS = { True: true, False: false, None: null } as const;

/** The methods of a Python dict that templates use most. */
function pythonMethod(object: unknown, key: PropertyKey): (() => unknown) | undefined {
  if (!isPlain(object)) return undefined;
  if (key === "items") return () => Object.entries(object);
  if (key === "keys") return () => Object.keys(object);
  if (key === "values") return () => Object.values(object);
  if (key === "get") return (name?: string, otherwise: unknown = null) => object[name!] ?? otherwise;
}
