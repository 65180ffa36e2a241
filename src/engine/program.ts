import type { AnyOperation, CallSite, GlobalArguments, RollingOptions } from "../api/mod.ts";
import type { Answer } from "./answer.ts";
import { Parked, quiet, Stopped } from "./markers.ts";
import { showableKey } from "./names.ts";
import type { Target } from "./target.ts";

/** What a block consists of. */
export type Node = Operational | Gate | Block;

/** What a block shall be. */
export interface BlockOptions {
  /** What it is and its name, for people: `deploy Web`. */
  readonly label: string;
  /** Tells it from others, across hosts and passes. */
  readonly identity: string;
  /** Where it stands in the sources, to decide between operations that no program order decides. */
  readonly position: readonly number[];
  readonly globals: GlobalArguments;
  readonly parent?: Block;
  /** Called with the error of an operation inside that failed, in place of failing the host. */
  readonly onFailure?: (error: unknown) => void;
}

/**
 * The program of one host in one pass: a tree of blocks whose leaves are operations, in the order in which the script
 * declared them. The order of the tree is the order in which the host runs them.
 */
export class Block {
  readonly children: Node[] = [];
  readonly label: string;
  readonly identity: string;
  readonly position: readonly number[];
  readonly globals: GlobalArguments;
  readonly parent: Block | undefined;
  readonly onFailure: ((error: unknown) => void) | undefined;
  /** The body has returned: nothing can be declared directly in it any more. */
  closed = false;
  /** A script asked here for what the plan cannot know; what follows is known after apply. */
  parked: { readonly at: CallSite | undefined; readonly what: string } | undefined;
  /** Something failed: nothing of it runs any more. */
  dropped = false;
  readonly #occurrences = new Map<string, number>();
  #cursor = 0;

  constructor(options: BlockOptions) {
    this.label = options.label;
    this.identity = options.identity;
    this.position = options.position;
    this.globals = options.globals;
    this.parent = options.parent;
    this.onFailure = options.onFailure;
  }

  /** Identity and position of something that is declared here. */
  place(site: CallSite | undefined, key?: string): Pick<BlockOptions, "identity" | "position"> {
    const where = key === undefined
      ? `${site?.url ?? ""}:${site?.line ?? 0}:${site?.column ?? 0}`
      : `key ${showableKey(key)}`;
    const occurrence = this.#occurrences.get(where) ?? 0;
    this.#occurrences.set(where, occurrence + 1);
    return {
      identity: `${this.identity}/${where}#${occurrence}`,
      position: [...this.position, site?.line ?? 0, site?.column ?? 0, occurrence],
    };
  }

  /** Whether what is declared here is left out, because this or a block around it is parked or has failed. */
  get isDead(): boolean {
    return this.dropped || this.parked !== undefined || (this.parent?.isDead ?? false);
  }

  /** What whoever waits for something in a dead block gets. */
  endedBy(): Parked | Stopped {
    const { parked, parent } = this;
    if (parked !== undefined) return new Parked(parked.what, parked.at);
    return this.dropped || parent === undefined ? new Stopped() : parent.endedBy();
  }

  /** What comes next; `"open"` where the script may still declare something first, `undefined` where all is done. */
  head(): Operational | Gate | "open" | undefined {
    if (this.dropped) return undefined;
    for (; this.#cursor < this.children.length; this.#cursor++) {
      const child = this.children[this.#cursor]!;
      const head = child.head();
      if (head !== undefined) return head;
    }
    return this.closed ? undefined : "open";
  }

  /**
   * The operations that stand in line, in order, up to where hosts wait for each other or the script may still declare
   * something; whether none of that was met.
   */
  *inLine(): Generator<Operational, boolean> {
    for (let index = this.#cursor; index < this.children.length; index++) {
      const child = this.children[index]!;
      if (child.head() === undefined) continue;
      if (child instanceof Operational) {
        yield child;
        continue;
      }
      if (child instanceof Gate && child.state !== "entered") return false;
      if (!(yield* blockOf(child).inLine()) || child instanceof Gate) return false;
    }
    return this.closed;
  }

  /** All operations below, in order. */
  *operations(): Generator<Operational> {
    for (const child of this.children) {
      if (child instanceof Operational) yield child;
      else yield* blockOf(child).operations();
    }
  }

  /** This block and all below, in order. */
  *blocks(): Generator<Block> {
    yield this;
    for (const child of this.children) if (!(child instanceof Operational)) yield* blockOf(child).blocks();
  }

  /** All gates below, in order. */
  *gates(): Generator<Gate> {
    for (const child of this.children) {
      if (child instanceof Gate) yield child;
      if (!(child instanceof Operational)) yield* blockOf(child).gates();
    }
  }

  #isReachedBefore(inner: Block): boolean {
    const index = this.children.findIndex((child) => !(child instanceof Operational) && blockOf(child) === inner);
    return this.children.slice(0, index).every(isDone) &&
      (this.parent === undefined || this.parent.#isReachedBefore(this));
  }

  /** Whether all that was declared up to the end of this block, here and in front of it, is done. */
  isReached(): boolean {
    if (!this.children.every(isDone)) return false;
    return this.parent === undefined || this.parent.#isReachedBefore(this);
  }
}

/** An operation that a script has declared. */
export class Operational {
  state: "declared" | "running" | "done" = "declared";
  /** What can be told of it: in the plan as predicted, in apply when it has run. */
  readonly answer: PromiseWithResolvers<Answer> = Promise.withResolvers();

  constructor(
    readonly identity: string,
    readonly position: readonly number[],
    readonly block: Block,
    readonly operation: AnyOperation,
    readonly args: object,
    readonly globals: GlobalArguments,
    readonly site: CallSite | undefined,
    /** The host that it runs on; another one than the declaring host's within `on`. */
    readonly target: Target,
    /** What to call it. */
    readonly name: string,
    /** Whether the script declared it after it had seen something that the plan only predicts. */
    readonly predicted: boolean,
  ) {
    quiet(this.answer.promise);
  }

  head(): Operational | undefined {
    return this.state === "done" || this.block.isDead ? undefined : this;
  }
}

/** A place where hosts wait for each other before they go on with a block: `once` and `rolling`. */
export class Gate {
  /** `held`: all have come, but it is not this host's turn. */
  state: "waiting" | "held" | "entered" | "done" = "waiting";
  /** Settles when it is this host's turn, or with what it shall do instead. */
  readonly turn: PromiseWithResolvers<void> = Promise.withResolvers();

  constructor(
    readonly kind: "once" | "rolling",
    readonly name: string,
    readonly block: Block,
    readonly target: Target,
    readonly rolling?: RollingOptions,
  ) {
    quiet(this.turn.promise);
  }

  get identity(): string {
    return this.block.identity;
  }

  get position(): readonly number[] {
    return this.block.position;
  }

  head(): Operational | Gate | "open" | undefined {
    if (this.state === "done" || this.block.isDead) return undefined;
    return this.state === "entered" ? this.block.head() ?? "open" : this;
  }
}

/** Whether an operation comes after a block that is still open, so that the block cannot wait for it. */
export function isLater(one: Operational, block: Block): boolean {
  const path: Block[] = [];
  for (let inner: Block | undefined = one.block; inner; inner = inner.parent) path.push(inner);
  for (let inner: Block = block; inner.parent; inner = inner.parent) {
    if (!path.includes(inner.parent)) continue;
    if (path.includes(inner)) return false;
    const siblings = inner.parent.children;
    const mine = siblings.findIndex((child) => !(child instanceof Operational) && blockOf(child) === inner);
    const its = siblings.findIndex((child) =>
      child instanceof Operational ? child === one : path.includes(blockOf(child))
    );
    return its > mine;
  }
  return false;
}

function blockOf(node: Block | Gate): Block {
  return node instanceof Gate ? node.block : node;
}

function isDone(node: Node): boolean {
  return node.head() === undefined;
}

/** Compares places in the sources. */
export function comparePositions(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    if (a[index] !== b[index]) return a[index]! - b[index]!;
  }
  return a.length - b.length;
}
