import { type Context, DroverError, UsageError } from "../api/mod.ts";
import { whileWorking } from "../engine/mod.ts";
import { type Message, messageSchema, type NumberedOrder, type Order } from "./messages.ts";
import type { SentError } from "./errors.ts";

type Called = Extract<Order, { readonly call: number }>;
type Unnumbered<T> = T extends unknown ? Omit<T, "call"> : never;

/** An answer of the sandbox. */
export interface Answered {
  readonly value: unknown;
  readonly error?: SentError;
}

/** The way to the sandbox. */
export interface Channel {
  /** Gives an order; the host of the context counts as busy until all that it leads to was said. */
  post(order: Order, context?: Context): void;
  /** Gives an order that is answered. @throws {DroverError} where the sandbox has ended */
  call(order: Unnumbered<Exclude<Called, { type: "reply" }>>, context?: Context): Promise<Answered>;
  /** Ends the sandbox because of something; everything that waits for it gets the error. */
  end(error: DroverError): void;
  close(): void;
}

/** How a sandbox is started. */
export interface ChannelOptions {
  /** The folders that it may import from. */
  readonly folders: readonly URL[];
  /** Seconds for which it may do nothing but compute. */
  readonly silence: number;
  /** What was linked since it was last asked for. */
  readonly takeLinked: () => readonly (readonly [string, string])[];
  readonly onMessage: (message: Exclude<Message, { type: "answer" | "done" }>) => void;
}

/** How often it is looked whether the sandbox is silent, before it is ended. */
const LOOKS = 10;

/** Starts the worker. */
export function openChannel({ folders, silence, takeLinked, onMessage }: ChannelOptions): Channel {
  const worker = startWorker(folders);
  const calls = new Map<number, PromiseWithResolvers<Answered>>();
  const undone: { readonly number: number; readonly resolve: () => void }[] = [];
  let ended: DroverError | undefined;
  let number = 0;
  let call = 0;
  let isReady = false;

  const end = (error: DroverError) => {
    if (ended) return;
    ended = error;
    worker.terminate();
    clearInterval(watch);
    for (const { reject } of calls.values()) reject(error);
    for (const { resolve } of undone.splice(0)) resolve();
  };
  const done = (upTo: number) => {
    while (undone.length > 0 && undone[0]!.number <= upTo) undone.shift()!.resolve();
    unheard = 0;
  };
  // Some looks, and not one, so that time for which this thread itself is busy does not count.
  let unheard = 0;
  const watch = setInterval(() => {
    if (undone.length === 0) return void (calls.size > 0 && post({ type: "ping" }));
    // Until it is ready it is the program itself that loads.
    if (++unheard > LOOKS && isReady) end(silent(silence));
  }, silence * 1000 / LOOKS);
  const take = (message: Message) => {
    if (message.type === "done") return done(message.upTo);
    if (message.type === "ready") isReady = true;
    if (message.type !== "answer") return onMessage(message);
    calls.get(message.call)?.resolve({ value: message.value, error: message.error });
    calls.delete(message.call);
  };
  worker.onmessage = ({ data }: MessageEvent<unknown>) => {
    for (const one of Array.isArray(data) ? data : [data]) {
      if (ended) return;
      const message = messageSchema.safeParse(one);
      if (!message.success) return end(broken(message.error.issues[0]?.message ?? ""));
      take(message.data);
    }
  };
  worker.onmessageerror = () => end(broken("something that cannot be read"));
  worker.onerror = (event) => {
    event.preventDefault();
    end(new UsageError(`The sandbox has ended: ${event.message}`));
  };
  const post = (order: Order, context?: Context) => {
    if (ended) return;
    const linked = takeLinked();
    const numbered: NumberedOrder = { ...order, linked: linked.length ? linked : undefined, number: ++number };
    worker.postMessage(numbered);
    const answered = Promise.withResolvers<void>();
    undone.push({ number, resolve: answered.resolve });
    if (context) void whileWorking(context, answered.promise);
  };
  return {
    post,
    async call(order, context) {
      if (ended) throw ended;
      const answer = Promise.withResolvers<Answered>();
      calls.set(++call, answer);
      post({ ...order, call } as Order, context);
      return await answer.promise;
    },
    end,
    close: () => end(new DroverError("interrupted", "The run is over")),
  };
}

function startWorker(folders: readonly URL[]): Worker {
  // An executable does not ask before it imports a file; the lock-down in the worker does.
  const permissions = Deno.build.standalone ? "none" : {
    read: [...folders],
    write: false,
    net: false,
    env: false,
    run: false,
    ffi: false,
    sys: false,
    import: false,
  };
  const options = { type: "module", name: "sandbox", deno: { permissions } } as WorkerOptions;
  return new Worker(new URL("./worker/main.ts", import.meta.url), options);
}

function silent(seconds: number): DroverError {
  return new UsageError(`The script has not come to an end or a rest within ${seconds} seconds`, {
    hint: "It was ended: look for a loop that does not end.",
  });
}

function broken(what: string): DroverError {
  return new UsageError(`The sandbox sent what no script can say: ${what}`, {
    hint: "The script tampers with the sandbox. It was ended; do not trust it.",
  });
}
