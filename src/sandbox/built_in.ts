import type { AnyOperation, Fact } from "../api/mod.ts";
import * as modules from "../modules/mod.ts";

/** What the modules of Drover define, under the names that scripts have for it: `files.put`, `server.Kernel`. */
export interface BuiltIns {
  readonly operations: ReadonlyMap<string, AnyOperation>;
  // deno-lint-ignore no-explicit-any
  readonly facts: ReadonlyMap<string, Fact<any, any>>;
  /** The name of an operation or a fact that is built in. */
  nameOf(one: object): string | undefined;
}

/** Operations that render templates. Templates are programs: they run where their script runs. */
export const RENDERING: ReadonlySet<string> = new Set(["files.template", "server.scriptTemplate"]);

/** Lists all that is built in. */
export function listBuiltIns(): BuiltIns {
  const operations = new Map<string, AnyOperation>();
  // deno-lint-ignore no-explicit-any
  const facts = new Map<string, Fact<any, any>>();
  const names = new Map<object, string>();
  for (const [module, exported] of Object.entries(modules)) {
    for (const [key, value] of Object.entries(exported as Record<string, unknown>)) {
      const name = `${module}.${key}`;
      if (isOperation(value)) operations.set(name, value);
      else if (isFact(value)) facts.set(name, value);
      else continue;
      names.set(value, name);
    }
  }
  return { operations, facts, nameOf: (one) => names.get(one) };
}

function isOperation(value: unknown): value is AnyOperation {
  return typeof value === "function" && "inner" in value && "definition" in value;
}

function isFact(value: unknown): value is Fact<unknown> {
  return typeof value === "object" && value !== null && "process" in value && "command" in value;
}
