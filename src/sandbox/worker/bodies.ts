import {
  type AnyOperation,
  type CallSite,
  callSite,
  check,
  context as currentPlace,
  type OperationHost,
  shown,
  UsageError,
  withCallerAsBase,
} from "../../api/mod.ts";
import { type BuiltIns, RENDERING } from "../built_in.ts";
import type { CustomOperation, Order } from "../messages.ts";
import type { Packed } from "../values.ts";
import { NOT_HERE } from "./errors.ts";
import { askFact } from "./host.ts";
import type { Sources } from "./sources.ts";
import { type Invocation, Kept, type Place, placeFor, type World } from "./world.ts";

/** Lets the engine run the body of an operation that stays here. */
export function exposeBody(place: Place, operation: AnyOperation, args: object, passed: object): CustomOperation {
  const { world } = place;
  const { module, name, alwaysChanges, invalidates, endsSessions } = operation.definition;
  const own = Object.keys(operation.schema().shape).filter((key) => Object.hasOwn(passed, key));
  const isRendering = RENDERING.has(world.builtIns.nameOf(operation) ?? "");
  const body = world.expose((invocation) => {
    const inner = placeFor(world, invocation, place.view) as Place & { operationHost?: OperationHost };
    const host = inner.operationHost = operationHost(inner, invocation);
    const begin = () => operation.body(args, host);
    const id = world.port.next();
    const steps = isRendering ? rendering(begin, inner.sources as Sources) : begin();
    world.bodies.set(id, { name: operation.fullName, steps, run: (step) => inner.run(step) });
    return Promise.resolve(id);
  });
  const changes = typeof invalidates === "string" || invalidates === undefined ? invalidates : [...invalidates];
  return { body, own, module, name, alwaysChanges, invalidates: changes, endsSessions };
}

function operationHost(place: Place, { phase, operationHost }: Invocation): OperationHost {
  const { world, id, machine } = place;
  const remark = (
    remark: { noop: string } | { warn: string } | { diff: string; before: string | null; after: string | null },
  ) => world.port.send({ type: "remark", context: id, remark });
  return {
    name: machine.name,
    groups: machine.groups,
    data: machine.data.data,
    phase,
    wantsDiff: operationHost?.wantsDiff ?? false,
    signal: new AbortController().signal,
    globals: operationHost?.globals ?? {},
    fact: async (fact, ...[args]) => await askFact(place, fact, args, callSite()) as never,
    // It saves round trips, and nothing hangs on it.
    predict: () => {},
    noop: (why) => remark({ noop: why }),
    diff: (path, before, after) => remark({ diff: path, before, after }),
    warn: (message) => remark({ warn: message }),
  };
}

type Steps = AsyncGenerator<unknown, unknown, unknown>;

/** A body that renders: what a template includes is fetched when it is met, and the template is rendered anew. */
async function* rendering(begin: () => Steps, sources: Sources): Steps {
  while (true) {
    const steps = begin();
    try {
      const first = await steps.next();
      if (first.done) return first.value;
      yield first.value;
      return yield* steps;
    } catch (error) {
      if (!await sources.fetchMissing()) throw error;
    }
  }
}

/** Goes on with a body; what it wants next, or how it ended. */
export async function step(world: World, order: Extract<Order, { type: "step" }>): Promise<Packed> {
  const running = world.bodies.get(order.body);
  if (running === undefined) throw new Error(`There is no body ${order.body}`);
  const { steps, run, name } = running;
  const { done, value } = await run(() => {
    if (order.ends) return steps.return(undefined);
    return order.error ? steps.throw(world.errors.unpack(order.error)) : steps.next(order.value);
  });
  if (done) world.bodies.delete(order.body);
  const pack = (value: unknown) => world.pack(value, () => () => Promise.reject(new UsageError("Not a function here")));
  if (done) return pack({ done, value: value === undefined ? undefined : new Kept(value) });
  return pack(wanted(value, name));
}

function wanted(command: unknown, operation: string): object {
  if (command instanceof Inner) return { inner: { ...command } };
  const { kind } = (typeof command === "object" && command !== null ? command : {}) as { readonly kind?: unknown };
  if (kind === "shell" || kind === "upload") return { command };
  if (kind === "download" || kind === "function" || kind === "rsync") {
    throw new UsageError(`${operation} wants to ${VERBS[kind]}, which is not for operations in the sandbox`, {
      hint: NOT_HERE,
    });
  }
  throw new UsageError(`${operation} yielded ${shown(command)}, which is no command`, {
    hint: "Yield a command that the sh template, upload or another of their kind has made.",
  });
}

const VERBS = { download: "write a local file", function: "call a function", rsync: "start rsync" } as const;

/** The work of a built-in operation inside of one that a script has defined: the engine does it. */
class Inner {
  constructor(readonly operation: string, readonly args: object, readonly site: CallSite | undefined) {}
}

/** Lets built-in operations work inside of others, too, where they cannot run. */
export function forwardInner({ operations }: BuiltIns): void {
  for (const [name, operation] of operations) {
    if (RENDERING.has(name)) continue;
    const inner = (passed: object) => {
      const site = callSite(inner);
      if (currentPlace(name).operationHost === undefined) {
        throw new UsageError(`${name}.inner is for the body of another operation`, {
          hint: `Call ${name}({…}) in a deploy.`,
        });
      }
      withCallerAsBase(() => site, () => check(operation.schema(), passed, name));
      return forwarded(new Inner(name, passed, site));
    };
    Object.assign(operation, { inner });
  }
}

async function* forwarded(inner: Inner): Steps {
  return yield inner;
}
