import { OperationError, pathOf } from "../../api/mod.ts";
import { readIncluded } from "./include.ts";
import { strict, UndefinedVariable } from "./strict.ts";
import { templateError, type TemplateSource } from "./template_error.ts";

/** Renders an Eta template: variables are there by name and as `it.NAME`, nothing is escaped, lines stay as written. */
export async function renderEta(source: TemplateSource, variables: Record<string, unknown>): Promise<string> {
  const { Eta } = await import("eta");
  const eta = new Eta({
    autoEscape: false,
    autoFilter: true,
    autoTrim: false,
    debug: true,
    filterFunction: asText,
    useWith: true,
  });
  const render = eta.render.bind(eta);
  eta.render = (template, data, meta) => render(template, strict(data), meta ?? { filepath: source.url?.href ?? "" });
  eta.readFile = readIncluded;
  eta.resolvePath = (path, options) => {
    const from = options?.filepath || source.url?.href;
    if (from === undefined) throw new Error(`cannot include ${JSON.stringify(path)} in a template without a file`);
    return new URL(/\.[^/]+$/.test(path) ? path : `${path}.eta`, from).href;
  };
  eta.RuntimeErr = (error, text, line, path) => {
    if (error instanceof OperationError) throw error;
    const label = path ? pathOf(path) : source.label;
    throw templateError({ text, label }, line, sayUndefined(error), error);
  };
  try {
    const template = eta.compile(source.text);
    return eta.render(template, variables);
  } catch (error) {
    if (error instanceof OperationError) throw error;
    const message = (error as Error).message;
    const line = /^([\s\S]*?) at line (\d+) col \d+/.exec(message);
    throw templateError(
      source,
      line ? Number(line[2]) : undefined,
      line?.[1] ?? message.split(/\n=+\n/)[0]!.replace("\n\n", ": "),
      error,
    );
  }
}

function asText(value: unknown): string {
  if (value === undefined) throw new Error("the value of this expression is undefined");
  if (typeof value === "function") throw new Error("the value of this expression is a function");
  return value === null ? "" : String(value);
}

function sayUndefined(error: Error): string {
  if (error instanceof UndefinedVariable) return error.message;
  const name = error instanceof ReferenceError ? /^(\S+) is not defined$/.exec(error.message)?.[1] : undefined;
  return name === undefined ? error.message : `'${name}' is undefined`;
}
