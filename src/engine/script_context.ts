import {
  type AnyOperation,
  type CallSite,
  callSite,
  checkFactArguments,
  type Context,
  currentContext,
  type Fact,
  formatCallSite,
  type GlobalArguments,
  type Handle,
  type Host,
  mergeGlobals,
  type OperationHost,
  UsageError,
} from "../api/mod.ts";
import { type Answer, makeHandle } from "./answer.ts";
import { readFact } from "./body.ts";
import { EngineFlow } from "./flow.ts";
import { Stopped } from "./markers.ts";
import { describeOperation, showableKey } from "./names.ts";
import type { HostPass } from "./pass.ts";
import { type Block, Operational } from "./program.ts";
import type { ScriptHost } from "./script_host.ts";
import type { Target } from "./target.ts";

/** What calls of the API find around them in a block of a script. */
export class ScriptContext implements Context {
  readonly flow: EngineFlow;
  /** Answers for operations, where it is to be seen what comes if all goes well. */
  assumes: ((one: Operational) => Promise<Answer>) | undefined;
  readonly operationHost?: OperationHost;

  constructor(readonly pass: HostPass, readonly block: Block, readonly scriptHost: ScriptHost) {
    this.flow = new EngineFlow(this);
  }

  get host(): Host {
    return this.scriptHost;
  }

  get target(): Target {
    return this.scriptHost.target;
  }

  get localCopy(): Context["localCopy"] {
    return this.pass.run.localCopy;
  }

  get measures(): Context["measures"] {
    return this.pass.run.measures;
  }

  /** Takes the declaration of an operation. */
  declare(
    operation: AnyOperation,
    args: object,
    globals: GlobalArguments,
    site: CallSite | undefined,
  ): Handle<unknown> {
    this.assertOpen(operation.fullName);
    const { pass, block } = this;
    const merged = mergeGlobals(block.globals, globals);
    const { identity, position } = block.place(site, globals._key);
    const one = new Operational(
      // What runs on another host runs there alone: it never meets the same operation of other hosts.
      this.target === pass.target ? identity : `${identity} by ${pass.target.name}`,
      position,
      block,
      operation,
      args,
      merged,
      site,
      this.target,
      describeOperation(operation, args, globals),
      pass.sawPrediction,
    );
    if (!block.isDead) {
      block.children.push(one);
      for (const handler of [globals._notify ?? []].flat()) {
        pass.notified.set(handler, [...pass.notified.get(handler) ?? [], one]);
      }
      pass.driver.declared(pass, one);
    } else one.answer.reject(block.endedBy());
    return this.#handleOf(one);
  }

  refuse(error: UsageError): void {
    if (!this.pass.refusals.includes(error)) this.pass.refusals.push(error);
  }

  /** @throws {UsageError} where the block has ended: somebody forgot an `await`. */
  assertOpen(what: string): void {
    if (!this.block.closed || this.block.isDead) return;
    throw new UsageError(`${what} was called after its block "${this.block.label}" had ended`, {
      hint: "Something is not awaited: await every async function that declares operations.",
      host: this.target.name,
    });
  }

  /** Reads a fact for the script. */
  async fact(target: Target, fact: Fact<unknown, never>, args: object | undefined): Promise<unknown> {
    const { pass, block } = this;
    assertFact(fact, args);
    const waits = target === pass.target && pass.phase === "apply" && !fact.definition.constant;
    if (waits && !block.isReached()) await pass.waitUntil(() => block.isReached());
    if (pass.program.dropped) throw new Stopped();
    const value = await pass.working(() => readFact({ target }, fact, args, block.globals));
    if (pass.phase === "plan" && !fact.definition.constant) await this.#predictsIfChanged();
    return value;
  }

  // A fact of now is no more than a prediction once something before it is planned to change the host.
  async #predictsIfChanged(): Promise<void> {
    if (this.pass.sawPrediction) return;
    const before = [...this.pass.program.operations()];
    const answers = await Promise.all(before.map((one) => one.answer.promise));
    if (answers.some(({ changed }) => changed !== false)) this.pass.sawPrediction = true;
  }

  /** Runs a body whose operations take further global arguments. */
  with<R>(globals: GlobalArguments, body: () => R): R {
    return this.within(`with`, mergeGlobals(this.block.globals, globals), callSite(), undefined, body);
  }

  /** Runs a body for each item, each in a block of its own. */
  loop<I, R>(
    items: Iterable<I>,
    body: (item: I, index: number) => R,
    key?: (item: I) => string,
  ): R[] | Promise<Awaited<R>[]> {
    const site = callSite();
    const { identity } = this.block.place(site);
    const results = [...items].map((item, index) => {
      const name = key ? showableKey(key(item)) : index;
      return this.#inBlock(
        `loop ${name}`,
        this.block.globals,
        site,
        `${identity} ${name}`,
        () => body(item, index),
      );
    });
    if (!results.some((result) => result instanceof Promise)) return results;
    return this.flow.guarded(Promise.all(results));
  }

  /** Runs a body in this block: for callbacks of queues that many hosts share. */
  run<R>(body: () => R): R {
    return currentContext.run(this, body);
  }

  /** Runs the handlers that are owed. */
  async flush(): Promise<void> {
    await this.flow.handlers();
  }

  /** Runs a body in a new block of this one; a promise keeps the block open until it settles. */
  within<R>(
    label: string,
    globals: GlobalArguments,
    site: CallSite | undefined,
    identity: string | undefined,
    body: () => R,
    target = this.target,
  ): R {
    const result = this.#inBlock(label, globals, site, identity, body, target);
    return result instanceof Promise ? this.flow.guarded(result) as R : result;
  }

  #inBlock<R>(
    label: string,
    globals: GlobalArguments,
    site: CallSite | undefined,
    identity: string | undefined,
    body: () => R,
    target = this.target,
  ): R {
    this.assertOpen(label);
    const place = this.block.place(site);
    const block = this.pass.child(this.block, {
      label,
      identity: identity ?? place.identity,
      position: place.position,
      globals,
    });
    const context = this.pass.contextFor(block, target, target === this.target ? this.scriptHost.data : undefined);
    const close = () => {
      block.closed = true;
      this.pass.driver.poke();
    };
    let result: R;
    try {
      result = currentContext.run(context, body);
    } catch (error) {
      close();
      throw error;
    }
    if (!(result instanceof Promise)) close();
    else result.then(close, close);
    return result;
  }

  #handleOf(one: Operational): Handle<unknown> {
    const { pass } = this;
    const asking = () => (currentContext.getStore() as ScriptContext | undefined) ?? this;
    return makeHandle({
      name: one.name,
      answer: () => {
        const here = asking();
        if (here.pass !== undefined && here.pass !== pass) {
          throw new UsageError(`Cannot wait for "${one.name}" of ${pass.target.name} as ${here.target.name}`, {
            hint: "A host can only wait for its own operations; use once or shared for what others need.",
          });
        }
        if (here.assumes) return here.assumes(one);
        return here.pass === undefined ? one.answer.promise : pass.answerOf(one, here);
      },
      park: (what, at) => pass.park(asking().block ?? this.block, what, at),
      sawPrediction: () => void (pass.sawPrediction = true),
    });
  }
}

/** Checks what a script asks for, where it asks. @throws {UsageError} with its place in the script */
function assertFact(fact: Fact<unknown, never> | undefined, args: object | undefined): void {
  try {
    if (typeof fact?.check !== "function") {
      throw new UsageError(`host.fact: expected a fact, found ${fact === undefined ? "undefined" : typeof fact}`, {
        hint: "Check its name: facts are called like server.LinuxName.",
      });
    }
    checkFactArguments(fact, args);
  } catch (error) {
    if (error instanceof UsageError) error.at ??= formatCallSite(callSite());
    throw error;
  }
}
