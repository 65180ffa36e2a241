import type { GlobalArguments } from "../api/mod.ts";
import { UNKNOWN } from "./answer.ts";
import { Parked } from "./markers.ts";

/** Whether an operation is to run; `UNKNOWN` where only apply can tell. */
export async function conditionsHold({ _if, _onChange }: GlobalArguments): Promise<boolean | typeof UNKNOWN> {
  const conditions = _if === undefined ? [] : [_if].flat();
  const answers = await Promise.all(conditions.map((one) => answer(() => typeof one === "boolean" ? one : one())));
  if (_onChange !== undefined) {
    const handles = [_onChange].flat();
    const changes = await Promise.all(handles.map((handle) => answer(() => handle.changed)));
    answers.push(changes.includes(true) ? true : changes.includes(UNKNOWN) ? UNKNOWN : false);
  }
  if (answers.includes(false)) return false;
  return answers.includes(UNKNOWN) ? UNKNOWN : true;
}

async function answer(ask: () => boolean | Promise<boolean>): Promise<boolean | typeof UNKNOWN> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Parked) return UNKNOWN;
    throw error;
  }
}
