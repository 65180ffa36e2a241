import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { DroverError, formatCallSite, placeOf, UsageError } from "../api/mod.ts";
import type { Planned } from "./prepare.ts";
import type { Operational } from "./program.ts";

/**
 * The usage error behind an exception of a script that names what does not exist: no operation before it can help that,
 * so that it fails the plan. `undefined` for any other exception.
 */
export function nameMistake(error: unknown): UsageError | undefined {
  const isName = error instanceof ReferenceError ||
    error instanceof TypeError && / is not a (function|constructor)$/.test(error.message);
  if (!isName) return undefined;
  return new UsageError(`${error.name}: ${error.message}`, { at: placeOf(error), cause: error });
}

/** An operation with what is planned for it. */
export interface PlannedStep {
  readonly one: Operational;
  readonly planned: Planned;
}

/**
 * The error of an operation whose source or template is missing or wrong on this machine, if no earlier operation can
 * still make it right.
 */
export function localMistake(
  { one, planned }: PlannedStep,
  before: readonly PlannedStep[],
): DroverError | undefined {
  const { error } = planned;
  if (planned.outcome !== "error" || !(error instanceof DroverError) || error.code !== "load") return undefined;
  const path = error.cause instanceof Deno.errors.NotFound ? /^No such file: (\/[^;]*)/.exec(error.message)?.[1] : "";
  if (path === undefined || path !== "" && before.some((step) => mayMake(step, path))) return undefined;
  error.at ??= formatCallSite(one.site);
  error.operation ??= one.name;
  return error;
}

/** Whether a planned operation may make a file of this machine. */
function mayMake({ one, planned }: PlannedStep, path: string): boolean {
  if (["none", "skipped", "error"].includes(planned.outcome)) return false;
  const { fullName, definition } = one.operation;
  if (fullName === "call" || fullName === "files.get") return true;
  if (one.target.entry.connector !== "local") return false;
  return definition.alwaysChanges === true || planned.commands.some((text) => text.includes(firstMissing(path)));
}

/** The path, or the outermost of its folders that is not there. */
function firstMissing(path: string): string {
  const folder = dirname(path);
  return existsSync(folder) ? path : firstMissing(folder);
}
