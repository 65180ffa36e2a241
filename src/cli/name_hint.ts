import { type DroverError, messageOf } from "../api/mod.ts";
import * as drover from "../mod.ts";
import { findOperation } from "./registry.ts";

/** What to write where a script names what does not exist: the nearest operation, or the import that is missing. */
export function nameHint({ cause }: DroverError): string | undefined {
  const [, operation] = cause instanceof TypeError && /^(\w+\.\w+) is not a function$/.exec(cause.message) || [];
  const [, name] = cause instanceof ReferenceError && /^(\w+) is not defined$/.exec(cause.message) || [];
  if (name !== undefined && name in drover) return `Write: import { ${name} } from "drover";`;
  if (operation === undefined || !(operation.split(".")[0]! in drover)) return undefined;
  try {
    findOperation(operation);
  } catch (error) {
    return `${messageOf(error)}`;
  }
}
