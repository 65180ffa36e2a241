import type { Message, NumberedOrder } from "../messages.ts";
import type { Errors } from "./errors.ts";

type Call = Extract<Message, { readonly call: number }>;
type Unnumbered<T> = T extends unknown ? Omit<T, "call"> : never;
type Outgoing = Message extends infer M ? M extends { type: "done" | "answer" } ? never : M : never;

/** The way to the engine. */
export interface Port {
  send(message: Message): void;
  /** Sends what is answered. @throws what the engine throws */
  call(message: Unnumbered<Exclude<Call, { type: "answer" }>>): Promise<unknown>;
  /** Takes an order of the engine's; whether it was the answer to a call. */
  take(order: NumberedOrder): boolean;
  /** A new number. */
  next(): number;
}

export type { Outgoing };

/** How many messages go out together at most. */
const MOST = 500;

/** Makes the way to the engine. What is said in one turn goes out together. */
export function makePort(post: (messages: readonly Message[]) => void, errors: Errors): Port {
  const calls = new Map<number, PromiseWithResolvers<unknown>>();
  // Scripts may replace the timers.
  const later = setTimeout;
  let waiting: Message[] = [];
  let upTo = 0;
  let told = 0;
  let number = 0;
  let isDue = false;
  const flush = () => {
    const messages = waiting;
    waiting = [];
    if (messages.length > 0) post(messages);
  };
  // A macrotask later, whatever an order has led to is said; only then is it done.
  const schedule = () => {
    if (isDue) return;
    isDue = true;
    later(() => {
      isDue = false;
      if (upTo > told) waiting.push({ type: "done", upTo: told = upTo });
      flush();
    });
  };
  const send = (message: Message) => {
    waiting.push(message);
    if (waiting.length >= MOST) flush();
    else schedule();
  };
  return {
    send,
    call(message) {
      const call = ++number;
      const answer = Promise.withResolvers<unknown>();
      calls.set(call, answer);
      send({ ...message, call } as Message);
      return answer.promise;
    },
    take(order) {
      upTo = order.number;
      schedule();
      if (order.type !== "reply") return false;
      const answer = calls.get(order.call);
      calls.delete(order.call);
      if (order.error) answer?.reject(errors.unpack(order.error));
      else answer?.resolve(order.value);
      return true;
    },
    next: () => ++number,
  };
}
