import {
  type AnyOperation,
  type Context,
  currentContext,
  DroverError,
  formatCallSite,
  type GlobalArguments,
  type Handle,
  type Handler,
  type Host,
  type OperationHost,
  readContent,
  type Result,
  secret,
  splitArguments,
  UsageError,
  withCallSite,
  withSourceRule,
} from "../api/mod.ts";
import { type Answer, answerOf, type EventSink, nobodyTook, UNKNOWN } from "../engine/mod.ts";
import { listBuiltIns, RENDERING } from "./built_in.ts";
import type { Channel } from "./channel.ts";
import { type Bodies, sandboxedFact, sandboxedOperation } from "./custom.ts";
import { makeErrorBook } from "./error_book.ts";
import { runFlow } from "./flows.ts";
import { LIMITS } from "./limits.ts";
import type { Message, MessageOf, SentOperationHost, Site } from "./messages.ts";
import { type Reference, type Referents, unpack } from "./values.ts";

/** A context of the engine that scripts in the sandbox have a number for. */
export interface Place {
  readonly context: Context;
  /** Set in the body of an operation. */
  readonly operationHost?: OperationHost;
}

/** What the deputy needs. */
export interface DeputyOptions {
  readonly channel: () => Channel;
  readonly emit: EventSink;
  /** @throws {UsageError} for what the script must not read. */
  readonly assertMayRead: (source: URL) => void;
  /** Links what a script imports while it runs. */
  readonly link: (importer: string, specifier: string, as: MessageOf<"import">["as"]) => Promise<string>;
}

/** Operations that write or start something on this machine. */
const REFUSED: ReadonlySet<string> = new Set(["files.get", "files.rsync"]);

const FIELDS = ["changed", "ok", "stdout", "stderr", "value"] as const;

/** Does in the engine what scripts in the sandbox ask for; all of it may be a lie. */
export class Deputy {
  readonly errors = makeErrorBook();
  readonly #builtIns = listBuiltIns();
  readonly #places = new Map<number, Place>();
  readonly #handles = new Map<number, Handle<unknown>>();
  readonly #handlers = new Map<number, Handler>();
  readonly #results = new Map<number, Result<unknown>>();
  /** What scripts can wait for: flows and blocks. */
  readonly #waits = new Map<number, PromiseLike<unknown>>();
  readonly #closers = new Map<number, PromiseWithResolvers<void>>();
  readonly #spent = new Map<string, { messages: number; size: number }>();
  /** The data that scripts give with an include, by the place of the call. */
  readonly #included = new WeakMap<object, number>();
  #lastPlace = 0;

  constructor(private readonly options: DeputyOptions) {}

  /** Takes a message. Never throws: who breaks the rules is ended. */
  take(message: Exclude<Message, { type: "answer" | "done" }>): void {
    try {
      const place = "context" in message && message.context !== undefined ? this.#place(message.context) : undefined;
      this.#count(place);
      this.#take(message, place!);
    } catch (error) {
      this.#channel.end(
        error instanceof DroverError ? error : new UsageError(`The sandbox failed: ${error}`, { cause: error }),
      );
    }
  }

  #take(message: Exclude<Message, { type: "answer" | "done" }>, place: Place): void {
    switch (message.type) {
      case "ready":
        return;
      case "log":
        return this.options.emit({ type: "message", level: message.level, text: message.text });
      case "secret":
        return void secret(message.value);
      case "uncaught":
        return this.#uncaught(place, this.errors.unpack(message.error));
      case "declare":
        return this.#declare(place, message);
      case "refuse": {
        const error = this.errors.unpack(message.error);
        return void (error instanceof UsageError && place.context.refuse(error));
      }
      case "field":
        return this.#answer(
          message.call,
          place,
          () => this.#in(place, message.site, () => this.#handle(message.handle)[message.field]),
        );
      case "result":
        return this.#answer(message.call, place, async () => {
          const result = await this.#in(place, undefined, () => this.#handle(message.handle).then((result) => result));
          this.#results.set(message.result, result);
          return this.#sentResult(answerOf(result));
        });
      case "read":
        try {
          this.#in(place, message.site, () => this.#results.get(message.result)?.[message.field]);
        } catch (error) {
          this.errors.register(message.error, error);
        }
        return;
      case "fact":
        return this.#answer(message.call, place, () => this.#fact(place, message));
      case "block":
        return this.#block(place, message);
      case "close":
        return this.#close(message);
      case "flow":
        return this.#flow(place, message);
      case "wait": {
        const waited = this.#waits.get(message.flow);
        return this.#answer(
          message.call,
          place,
          () => this.#in(place, undefined, async () => await waited),
        );
      }
      case "remark":
        return this.#remark(place.operationHost, message.remark);
      case "import":
        return this.#answer(
          message.call,
          undefined,
          () => this.options.link(message.importer, message.specifier, message.as),
        );
      case "source":
        return this.#answer(message.call, place, async () => {
          const address = new URL(message.address);
          this.options.assertMayRead(address);
          return await this.#in(place, undefined, () => readContent(address));
        });
    }
  }

  /** Calls a function of a script in the context that is current. */
  async invoke(
    id: number,
    args: readonly unknown[] = [],
    { error, operationHost }: { readonly error?: unknown; readonly operationHost?: OperationHost } = {},
  ): Promise<unknown> {
    const context = currentContext.getStore();
    if (context === undefined) throw new UsageError("A function of a script was called outside of its run");
    const number = --this.#lastPlace;
    this.#places.set(number, { context, operationHost });
    return await this.#ask({
      type: "invoke",
      function: id,
      context: number,
      host: context.host.name,
      phase: operationHost?.phase ?? context.host.phase,
      arguments: args,
      error: error === undefined ? undefined : this.errors.pack(error),
      operationHost: operationHost && sentOperationHost(operationHost),
    }, context);
  }

  /** Gives an order that is answered. @throws what the sandbox threw */
  async #ask(order: Parameters<Channel["call"]>[0], context: Context): Promise<unknown> {
    const { value, error } = await this.#channel.call(order, context);
    if (error) throw this.errors.unpack(error);
    return this.unpack(value, context);
  }

  /** What a value of the sandbox is. @throws {UsageError} */
  unpack(value: unknown, context?: Context): unknown {
    const referents: Referents = {
      resolve: (reference) => this.#resolve(reference),
      spend: (size) => this.#spend(context, 0, size),
      assertMayRead: this.options.assertMayRead,
      shellArguments: (globals) => splitArguments(globals, [], "sh").globals,
    };
    return unpack(value, referents);
  }

  #resolve({ type, id, name = "" }: Reference): unknown {
    switch (type) {
      case "function":
        return (...args: readonly unknown[]) => this.invoke(id, args);
      case "handle":
        return this.#handle(id);
      case "handler": {
        const known = this.#handlers.get(id) ?? { name, body: async () => void await this.invoke(id) };
        this.#handlers.set(id, known);
        return known;
      }
      case "kept":
        return Object.freeze({ type, id });
    }
  }

  #declare(place: Place, { handle, operation, args, site }: MessageOf<"declare">): void {
    try {
      const passed = this.#passed(args, place);
      const declared = this.#in(
        place,
        site,
        () =>
          (typeof operation === "string"
            ? this.#builtIn(operation, passed)
            : sandboxedOperation(operation, this.#bodies))(passed),
      );
      this.#handles.set(handle, declared as Handle<unknown>);
    } catch (error) {
      const failed = Promise.reject(error);
      failed.catch(() => {});
      this.#handles.set(handle, brokenHandle(failed));
      this.#refused(place, site, error);
    }
  }

  /** A built-in operation. @throws {UsageError} where it is not for the sandbox */
  #builtIn(name: string, passed: Readonly<Record<string, unknown>>): AnyOperation {
    const operation = this.#builtIns.operations.get(name);
    if (operation === undefined || RENDERING.has(name)) throw new UsageError(`There is no operation ${name}`);
    if (REFUSED.has(name)) {
      throw new UsageError(`${name} is not there in the sandbox: it works on files of this machine`, {
        hint: "files.put and files.sync take what lies below the script's folder. Without --sandbox there is more.",
      });
    }
    if (passed.addDeployDir === false) {
      throw new UsageError(`${name}: argument "addDeployDir": in the sandbox there is no current directory`, {
        hint: "Leave it out, and put the file beside the script.",
      });
    }
    return operation;
  }

  readonly #bodies: Bodies = {
    begin: async (body, operationHost) => numberOf(await this.invoke(body, [], { operationHost })),
    step: (body, send) => this.#ask({ type: "step", body, ...send }, currentContext.getStore()!),
    end: (body) => void this.#ask({ type: "step", body, ends: true }, currentContext.getStore()!).catch(() => {}),
    inner: (name, args, site) => {
      const operation = this.#builtIn(name, args as Record<string, unknown>);
      return this.#ruled(siteOf(site), () => operation.inner(args));
    },
    pack: (error) => this.errors.pack(error),
  };

  async #fact(place: Place, { host, fact, args, site }: MessageOf<"fact">): Promise<unknown> {
    const passed = this.#passed(args, place);
    const { operationHost, context } = place;
    if (host === undefined && operationHost === undefined) throw new UsageError("A fact of no host was asked for");
    const asked = host === undefined ? operationHost! : hostNamed(context, host);
    if (typeof fact === "string") {
      const builtIn = this.#builtIns.facts.get(fact);
      if (builtIn === undefined) throw new UsageError(`There is no fact ${fact}`);
      return await this.#in(place, site, () => asked.fact(builtIn, passed));
    }
    const globals = splitArguments(this.#passed(fact.globals, place), [], fact.name).globals;
    const custom = sandboxedFact({ ...fact, globals });
    return await this.#in(place, site, () => asked.fact(custom, { ...passed, sandboxed: fact.command }));
  }

  #block(place: Place, { block, inner, how, site }: MessageOf<"block">): void {
    for (const id of inner) this.#takeNumber(id);
    const open = (id: number) => {
      const closed = Promise.withResolvers<void>();
      this.#places.set(id, { context: currentContext.getStore()! });
      this.#closers.set(id, closed);
      return closed.promise;
    };
    const { host, flow } = place.context;
    const only = inner[0]!;
    const begin = (): PromiseLike<unknown> => {
      if (how.kind === "with") return host.with(this.#globals(how.globals, place), () => open(only));
      if (how.kind === "on") return flow.on(how.host, () => open(only), site);
      const key = how.keys && ((id: number) => how.keys![inner.indexOf(id)] ?? "");
      return host.loop(inner, open, { key });
    };
    try {
      this.#waits.set(block, this.#in(place, site, begin));
    } catch (error) {
      // What is declared in it fails as it does here.
      for (const id of inner) this.#places.set(id, place);
      this.#waits.set(block, { then: (fulfilled, rejected) => Promise.reject(error).then(fulfilled, rejected) });
      this.#refused(place, site, error);
    }
  }

  #close({ context, error }: MessageOf<"close">): void {
    const closer = this.#closers.get(context);
    if (error) closer?.reject(this.errors.unpack(error));
    else closer?.resolve();
  }

  #flow(place: Place, { flow, how, site }: MessageOf<"flow">): void {
    try {
      const given = site === undefined ? undefined : { ...site };
      if (how.kind === "include" && given) this.#included.set(given, how.data);
      const running = this.#in(place, given, () =>
        runFlow(place.context, how, given, {
          invoke: (id, options) => this.invoke(id, [], options),
          globals: (packed) => this.#globals(packed, place),
        }));
      this.#waits.set(flow, running);
    } catch (error) {
      this.#waits.set(flow, { then: (fulfilled, rejected) => Promise.reject(error).then(fulfilled, rejected) });
      this.#refused(place, site, error);
    }
  }

  /** What a script gave with the include that was called there. */
  includedData(site: Site): number | undefined {
    return site && this.#included.get(site);
  }

  #remark(host: OperationHost | undefined, remark: MessageOf<"remark">["remark"]): void {
    if ("noop" in remark) host?.noop(remark.noop);
    else if ("warn" in remark) host?.warn(remark.warn);
    else host?.diff(remark.diff, remark.before, remark.after);
  }

  #sentResult({ error, noText, ...fields }: Answer): unknown {
    const known = FIELDS.filter((field) => fields[field] !== UNKNOWN).map((field) => [field, fields[field]]);
    return { known: Object.fromEntries(known), noText, error: error && this.errors.pack(error) };
  }

  /** Answers a call of the sandbox. */
  #answer(call: number, place: Place | undefined, work: () => PromiseLike<unknown>): void {
    const reply = (answer: { readonly value?: unknown; readonly error?: unknown }) => {
      const error = answer.error === undefined ? undefined : this.errors.pack(answer.error);
      this.#channel.post({ type: "reply", call, value: answer.value, error }, place?.context);
    };
    Promise.try(work).then((value) => reply({ value })).catch((error) =>
      reply({ error: error ?? new Error("nothing") })
    );
  }

  /** Does something as a script does it: in its context, at its place, within its reach. */
  #in<T>({ context }: Place, site: Site, body: () => T): T {
    return currentContext.run(context, () => this.#ruled(site, body));
  }

  #ruled<T>(site: Site, body: () => T): T {
    return withCallSite(site, () => withSourceRule(this.options.assertMayRead, body));
  }

  /** What a script has declared was wrong; it has gone on already. */
  #refused(place: Place, site: Site, error: unknown): void {
    if (error instanceof UsageError) {
      error.at ??= formatCallSite(site);
      place.context.refuse(error);
    }
    this.#uncaught(place, error);
  }

  /** Fails the host of a context, or without one the run, as what nobody catches does. */
  #uncaught(place: Place | undefined, error: unknown): void {
    if (place === undefined) reportError(error);
    else nobodyTook(place.context, error);
  }

  #globals(packed: unknown, place: Place): GlobalArguments {
    return splitArguments(this.#passed(packed, place), [], "global arguments").globals;
  }

  #passed(packed: unknown, { context }: Place): Record<string, unknown> {
    const passed = this.unpack(packed, context) ?? {};
    if (typeof passed === "object" && Object.getPrototypeOf(passed) === Object.prototype) {
      return passed as Record<string, unknown>;
    }
    throw new UsageError("Arguments have to be an object");
  }

  #place(id: number): Place {
    const place = this.#places.get(id);
    if (place) return place;
    throw new UsageError(`The sandbox sent what no script can say: a context ${id}`);
  }

  #takeNumber(id: number): void {
    if (id > 0 && !this.#places.has(id)) return;
    throw new UsageError(`The sandbox sent what no script can say: a second context ${id}`);
  }

  #handle(id: number): Handle<unknown> {
    const handle = this.#handles.get(id);
    if (handle) return handle;
    throw new UsageError(`There is no handle ${id}`);
  }

  #count(place: Place | undefined): void {
    this.#spend(place?.context, 1, 0);
  }

  #spend(context: Context | undefined, messages: number, size: number): void {
    const host = context?.host.name ?? "";
    const spent = this.#spent.get(host) ?? { messages: 0, size: 0 };
    spent.messages += messages;
    spent.size += size;
    this.#spent.set(host, spent);
    if (spent.messages <= LIMITS.messages && spent.size <= LIMITS.size) return;
    throw new UsageError(`The script asks for too much${host && ` on ${host}`}`, {
      hint: `In the sandbox a script may ask ${LIMITS.messages} things for each host.`,
    });
  }

  get #channel(): Channel {
    return this.options.channel();
  }
}

function hostNamed({ host }: Context, name: string): Host {
  return host.name === name ? host : host.inventory.host(name);
}

function brokenHandle(failed: Promise<never>): Handle<unknown> {
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

// Functions and handles in them mean nothing over there.
function sentOperationHost({ wantsDiff, globals }: OperationHost): SentOperationHost {
  const plain = Object.entries(globals).filter(([, value]) => isPlain(value));
  return { wantsDiff, globals: Object.fromEntries(plain) };
}

function isPlain(value: unknown): boolean {
  return typeof value !== "function" && (typeof value !== "object" || value === null || value instanceof Uint8Array) ||
    Array.isArray(value) && value.every((item) => typeof item === "string" || typeof item === "number");
}

function numberOf(value: unknown): number {
  if (typeof value === "number") return value;
  throw new UsageError("The body of an operation did not begin");
}

function siteOf(site: unknown): Site {
  const { url, line, column } = (site ?? {}) as Record<string, unknown>;
  const isSite = typeof url === "string" && URL.canParse(url) && typeof line === "number" && typeof column === "number";
  return isSite ? { url, line, column } : undefined;
}
