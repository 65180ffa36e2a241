import {
  type CallSite,
  callSite,
  type Condition,
  condition,
  type Handle,
  OperationError,
  type Result,
} from "../../api/mod.ts";
import type { SentError } from "../errors.ts";
import type { Place } from "./world.ts";

type Field = "changed" | "ok" | "stdout" | "stderr" | "value";
const FIELDS: readonly Field[] = ["changed", "ok", "stdout", "stderr", "value"];

/** What the engine tells of a result: fields that are not there are known after apply. */
export interface SentResult {
  readonly known: Readonly<Partial<Record<Field, unknown>>>;
  readonly noText?: string;
  readonly error?: SentError;
}

/** Makes the handle of an operation. */
export function makeHandle(context: Place, handle: number, name: string): Handle<unknown> {
  const { world } = context;
  const ask = <T>(field: Field, site?: CallSite): Promise<T> => {
    const answer = world.port.call({ type: "field", context: context.here, handle, field, site });
    const value = answer.then((value) => world.kept(value) as T);
    value.catch(() => {});
    return value;
  };
  const when = (field: "changed" | "ok", wanted: boolean): Condition =>
    condition(async () => (await ask<boolean>(field)) === wanted);
  const made: Handle<unknown> = {
    get changed() {
      return ask<boolean>("changed", callSite());
    },
    get ok() {
      return ask<boolean>("ok", callSite());
    },
    get stdout() {
      return ask<string>("stdout", callSite());
    },
    get stderr() {
      return ask<string>("stderr", callSite());
    },
    get value() {
      return ask<unknown>("value", callSite());
    },
    didChange: when("changed", true),
    didNotChange: when("changed", false),
    didSucceed: when("ok", true),
    didError: when("ok", false),
    // A handle can be awaited on purpose.
    then(fulfilled, rejected) {
      const result = world.port.next();
      const sent = world.port.call({ type: "result", context: context.here, handle, result });
      return sent.then((answer) => makeResult(context, result, answer as SentResult, name)).then(fulfilled, rejected);
    },
  };
  world.refer(made, { type: "handle", id: handle });
  return made;
}

function makeResult(context: Place, result: number, sent: SentResult, name: string): Result<unknown> {
  const { world } = context;
  const read = (field: Field, site: CallSite | undefined): unknown => {
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
  const error = sent.error && world.errors.unpack(sent.error);
  const fields = FIELDS.map((field) => [field, { get: () => read(field, callSite()), enumerable: true }] as const);
  return Object.defineProperties({ error } as Result<unknown>, Object.fromEntries(fields));
}
