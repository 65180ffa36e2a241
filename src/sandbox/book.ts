import { type Context, type Handle, type Handler, type OperationHost, type Result, UsageError } from "../api/mod.ts";
import { LIMITS } from "./limits.ts";

/** A context of the engine that scripts in the sandbox have a number for. */
export interface Place {
  readonly context: Context;
  /** Set in the body of an operation. */
  readonly operationHost?: OperationHost;
}

/** What scripts in the sandbox have numbers for. */
export class Book {
  readonly handles = new Map<number, Handle<unknown>>();
  readonly handlers = new Map<number, Handler>();
  readonly results = new Map<number, Result<unknown>>();
  /** What scripts can wait for: flows and blocks. */
  readonly waits = new Map<number, PromiseLike<unknown>>();
  readonly closers = new Map<number, PromiseWithResolvers<void>>();
  readonly #places = new Map<number, Place>();
  readonly #spent = new Map<string, { messages: number; size: number }>();
  #lastPlace = 0;

  /** @param most how much scripts may ask for each host */
  constructor(private readonly most: number = LIMITS.messages) {}

  /** Gives a context a number. Those of the sandbox are positive. */
  enter(place: Place, number: number = --this.#lastPlace): number {
    this.#places.set(number, place);
    return number;
  }

  /** A context by its number. @throws {UsageError} */
  place(number: number): Place {
    const place = this.#places.get(number);
    if (place) return place;
    throw new UsageError(`The sandbox sent what no script can say: a context ${number}`);
  }

  /** Whether the sandbox may give a context this number. @throws {UsageError} */
  assertFree(number: number): void {
    if (number > 0 && !this.#places.has(number)) return;
    throw new UsageError(`The sandbox sent what no script can say: a second context ${number}`);
  }

  /** A handle by its number. @throws {UsageError} */
  handle(number: number): Handle<unknown> {
    const handle = this.handles.get(number);
    if (handle) return handle;
    throw new UsageError(`There is no handle ${number}`);
  }

  /** Counts what scripts ask for. @throws {UsageError} where it is too much */
  spend(context: Context | undefined, messages: number, size: number): void {
    const host = context?.host.name ?? "";
    const spent = this.#spent.get(host) ?? { messages: 0, size: 0 };
    spent.messages += messages;
    spent.size += size;
    this.#spent.set(host, spent);
    if (spent.messages <= this.most && spent.size <= LIMITS.size) return;
    throw new UsageError(`The script asks for too much${host && ` on ${host}`}`, {
      hint: `In the sandbox a script may ask ${this.most} things for each host.`,
    });
  }
}

/** A handle of what could not be declared. */
export function brokenHandle(error: unknown): Handle<unknown> {
  const failed = failedWait(error);
  const never = () => failed;
  return {
    changed: failed,
    ok: failed,
    stdout: failed,
    stderr: failed,
    value: failed,
    didChange: never as never,
    didNotChange: never as never,
    didSucceed: never as never,
    didError: never as never,
    then: (fulfilled, rejected) => failed.then(fulfilled, rejected),
  };
}

/** What scripts wait for in vain. */
export function failedWait(error: unknown): Promise<never> {
  const failed = Promise.reject(error);
  failed.catch(() => {});
  return failed;
}
