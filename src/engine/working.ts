import type { Context } from "../api/mod.ts";
import type { ScriptContext } from "./script_context.ts";

/** Waits for something after which the script of a context goes on by itself: until then its host is not idle. */
export async function whileWorking<T>(context: Context, work: Promise<T>): Promise<T> {
  const { pass } = context as Partial<ScriptContext>;
  return await (pass === undefined ? work : pass.working(() => work));
}
