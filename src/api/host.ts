import type { FactArguments } from "./fact.ts";
import type { Fact } from "./fact.ts";
import type { GlobalArguments, If } from "./globals.ts";

/** Data of a host, merged from all layers; set a key to override it for the rest of the deploy. */
export type Data = Record<string, unknown>;

/** All hosts of the run. */
export interface Inventory {
  readonly hosts: readonly Host[];
  /** The hosts of a group. @throws {UsageError} with the nearest name where there is none. */
  group(name: string): readonly Host[];
  /** One host by its name. @throws {UsageError} with the nearest name where there is none. */
  host(name: string): Host;
}

/** A host, as deploy scripts see it. */
export interface Host<D extends object = Data> {
  readonly name: string;
  readonly groups: readonly string[];
  readonly data: D;
  readonly inventory: Inventory;
  /** Which of the two passes of the script this is. */
  readonly phase: "plan" | "apply";
  /** Whether the host is in a group. */
  in(group: string): boolean;
  /** Reads a fact. In apply it is answered after the operations declared before it have run. */
  fact<T, A extends object>(fact: Fact<T, A>, ...args: FactArguments<A>): Promise<T>;
  /** Runs a block whose operations take these global arguments. */
  with<R>(globals: GlobalArguments, body: () => R): R;
  /** Runs a block whose operations run only if the condition holds. */
  when<R>(condition: If, body: () => R): R;
  /** Runs a block for each item; `key` names an item across hosts (default: its index). */
  loop<I, R>(
    items: Iterable<I>,
    body: (item: I, index: number) => R,
    options?: { readonly key?: (item: I) => string },
  ): R extends Promise<infer U> ? Promise<U[]> : R[];
  /** Runs a function as this host, for callbacks that lost it. */
  run<R>(body: () => R): R;
  /** Runs the handlers that are owed, now. */
  flush(): Promise<void>;
}

/** A host, as the body of an operation sees it. */
export interface OperationHost {
  readonly name: string;
  readonly groups: readonly string[];
  readonly data: Data;
  readonly phase: "plan" | "apply";
  /** Whether the plan shows diffs, so that reading the present content is worth its bytes. */
  readonly wantsDiff: boolean;
  /** Ends when the run is stopped. */
  readonly signal: AbortSignal;
  /** The operation's own global arguments, with what is around it. */
  readonly globals: GlobalArguments;
  /** Reads a fact as the operation's user. Facts asked for in the same turn share one round trip. */
  fact<T, A extends object>(fact: Fact<T, A>, ...args: FactArguments<A>): Promise<T>;
  /** Says why nothing is to be done. */
  noop(why: string): void;
  /** Shows how a text file will change; `null` is a file that does not exist. */
  diff(path: string, before: string | null, after: string | null): void;
  /** A warning for the user. */
  warn(message: string): void;
  /**
   * Says what the command of a fact will print once those of the operation have run, so that operations behind it need
   * not wait to learn it. It is compared over there before anything rests on it: to be wrong costs a round trip.
   */
  predict<T, A extends object>(fact: Fact<T, A>, args: A, output: string): void;
}
