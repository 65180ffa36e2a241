import {
  type CallSite,
  type Handle,
  type HandleField,
  handleOf,
  OperationError,
  type Result,
  resultOf,
} from "../../api/mod.ts";
import type { SentError } from "../errors.ts";
import type { Place } from "./world.ts";

/** What the engine tells of a result: fields that are not there are known after apply. */
export interface SentResult {
  readonly known: Readonly<Partial<Record<HandleField, unknown>>>;
  readonly noText?: string;
  readonly error?: SentError;
}

/** Makes the handle of an operation. */
export function makeHandle(context: Place, handle: number, name: string): Handle<unknown> {
  const { world } = context;
  const ask = (field: HandleField, site?: CallSite): Promise<unknown> => {
    const answer = world.port.call({ type: "field", context: context.here, handle, field, site });
    const value = answer.then((value) => world.kept(value));
    value.catch(() => {});
    return value;
  };
  const made = handleOf(ask, async () => {
    const result = world.port.next();
    const sent = await world.port.call({ type: "result", context: context.here, handle, result });
    return makeResult(context, result, sent as SentResult, name);
  });
  world.refer(made, { type: "handle", id: handle });
  return made;
}

function makeResult(context: Place, result: number, sent: SentResult, name: string): Result<unknown> {
  const { world } = context;
  const read = (field: HandleField, site: CallSite | undefined): unknown => {
    const isText = field === "stdout" || field === "stderr";
    const isKnown = field in sent.known && !(isText && sent.noText !== undefined);
    const error = isKnown
      ? undefined
      : isText && sent.noText !== undefined
      ? new OperationError(`Cannot read ${field} of ${name}: ${sent.noText}`)
      : new Error(`"${field}" of ${name} is known after apply`);
    // The engine has to know: what is not known yet ends the plan of the block that asks.
    world.port.send({
      type: "read",
      context: context.here,
      result,
      field,
      site,
      error: error === undefined ? "" : world.errors.name(error),
    });
    if (error) throw error;
    return world.kept(sent.known[field]);
  };
  return resultOf(read, sent.error && world.errors.unpack(sent.error) as OperationError);
}
