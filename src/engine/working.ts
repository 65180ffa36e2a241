import { type Context, currentContext } from "../api/mod.ts";
import { isMarker } from "./markers.ts";
import type { ScriptContext } from "./script_context.ts";

/** Waits for something after which the script of a context goes on by itself: until then its host is not idle. */
export async function whileWorking<T>(context: Context, work: Promise<T>): Promise<T> {
  const { pass } = context as Partial<ScriptContext>;
  return await (pass === undefined ? work : pass.working(() => work));
}

/** Says that something was thrown in the script of a context and nobody took it: its host fails, or the run if it is late. */
export function nobodyTook(context: Context, error: unknown): void {
  const { pass, block } = context as Partial<ScriptContext>;
  if (pass === undefined || block === undefined || isMarker(error)) return;
  if (pass.settled) reportError(error);
  else currentContext.run(context, () => pass.unhandled(error, block));
}
