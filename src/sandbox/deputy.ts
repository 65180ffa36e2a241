import { currentContext, DroverError, formatCallSite, type Host, readContent, secret, UsageError } from "../api/mod.ts";
import { type Answer, answerOf, type EventSink, nobodyTook, UNKNOWN } from "../engine/mod.ts";
import { Book, brokenHandle, failedWait, type Place } from "./book.ts";
import { Calls } from "./calls.ts";
import type { Channel } from "./channel.ts";
import { sandboxedFact, sandboxedOperation } from "./custom.ts";
import { runFlow } from "./flows.ts";
import type { Message, MessageOf, Site } from "./messages.ts";

/** What the deputy needs. */
export interface DeputyOptions {
  readonly channel: () => Channel;
  readonly emit: EventSink;
  /** How much scripts may ask for each host. */
  readonly most?: number;
  /** @throws {UsageError} for what the script must not read. */
  readonly assertMayRead: (source: URL) => void;
  /** Links what a script imports while it runs. */
  readonly link: (importer: string, specifier: string, as: MessageOf<"import">["as"]) => Promise<string>;
}

type Asked = Exclude<Message, { type: "answer" | "done" }>;

const FIELDS = ["changed", "ok", "stdout", "stderr", "value"] as const;

/** Does in the engine what scripts in the sandbox ask for; all of it may be a lie. */
export class Deputy {
  readonly calls: Calls;
  readonly #book: Book;
  /** The data that scripts give with an include, by the place of the call. */
  readonly #included = new WeakMap<object, number>();

  constructor(private readonly options: DeputyOptions) {
    this.#book = new Book(options.most);
    this.calls = new Calls(this.#book, options.channel, options.assertMayRead);
  }

  /** Takes a message. Never throws: who breaks the rules is ended. */
  take(message: Asked): void {
    try {
      const isSomewhere = "context" in message && message.context !== undefined;
      const place = isSomewhere ? this.#book.place(message.context!) : undefined;
      this.#book.spend(place?.context, 1, 0);
      this.#take(message, place!);
    } catch (error) {
      const told = error instanceof DroverError;
      this.options.channel().end(told ? error : new UsageError(`The sandbox failed: ${error}`, { cause: error }));
    }
  }

  /** What a script gave with the include that was called there. */
  includedData(site: Site): number | undefined {
    return site && this.#included.get(site);
  }

  #take(message: Asked, place: Place): void {
    const { calls } = this;
    switch (message.type) {
      case "ready":
        return;
      case "log":
        return this.options.emit({ type: "message", level: message.level, text: message.text });
      case "secret":
        return void secret(message.value);
      case "uncaught":
        return this.#uncaught(place, calls.errors.unpack(message.error));
      case "refuse": {
        const error = calls.errors.unpack(message.error);
        return void (error instanceof UsageError && place.context.refuse(error));
      }
      case "declare":
        return this.#declare(place, message);
      case "block":
        return this.#block(place, message);
      case "close":
        return this.#close(message);
      case "flow":
        return this.#flow(place, message);
      case "read":
        return this.#read(place, message);
      case "remark":
        return this.#remark(place, message);
      default:
        return this.#answer(message.call, place, () => this.#asked(message, place));
    }
  }

  /** What is answered. */
  #asked(
    message: Extract<Asked, { type: "field" | "result" | "fact" | "wait" | "import" | "source" }>,
    place: Place,
  ): PromiseLike<unknown> {
    const { calls } = this;
    switch (message.type) {
      case "field":
        return calls.as(place, message.site, () => this.#book.handle(message.handle)[message.field]);
      case "result":
        return this.#result(place, message);
      case "fact":
        return this.#fact(place, message);
      case "wait": {
        const waited = this.#book.waits.get(message.flow);
        return calls.as(place, undefined, async () => await waited);
      }
      case "import":
        return this.options.link(message.importer, message.specifier, message.as);
      case "source": {
        const address = new URL(message.address);
        this.options.assertMayRead(address);
        return calls.as(place, undefined, () => readContent(address));
      }
    }
  }

  #answer(call: number, place: Place | undefined, work: () => PromiseLike<unknown>): void {
    const reply = (answer: { readonly value?: unknown; readonly error?: unknown }) => {
      const error = answer.error === undefined ? undefined : this.calls.errors.pack(answer.error);
      this.options.channel().post({ type: "reply", call, value: answer.value, error }, place?.context);
    };
    Promise.try(work).then((value) => reply({ value })).catch((error) => reply({ error: error ?? "nothing" }));
  }

  #declare(place: Place, { handle, operation, args, site }: MessageOf<"declare">): void {
    const { calls } = this;
    try {
      // Its own operations read nothing here: what they want to upload is looked at then.
      const passed = calls.passed(args, place, typeof operation === "string" ? undefined : () => {});
      const declared = calls.as(place, site, () => {
        const declare = typeof operation === "string"
          ? calls.builtIn(operation, passed)
          : sandboxedOperation(operation, calls.bodies);
        return declare(passed);
      });
      this.#book.handles.set(handle, declared);
    } catch (error) {
      this.#book.handles.set(handle, brokenHandle(error));
      this.#refused(place, site, error);
    }
  }

  async #result(place: Place, { handle, result: number }: MessageOf<"result">): Promise<unknown> {
    const result = await this.calls.as(place, undefined, () => this.#book.handle(handle).then((result) => result));
    this.#book.results.set(number, result);
    const { error, noText, ...fields }: Answer = answerOf(result);
    const known = FIELDS.filter((field) => fields[field] !== UNKNOWN).map((field) => [field, fields[field]]);
    return { known: Object.fromEntries(known), noText, error: error && this.calls.errors.pack(error) };
  }

  #read(place: Place, { result, field, site, error: name }: MessageOf<"read">): void {
    try {
      this.calls.as(place, site, () => this.#book.results.get(result)?.[field]);
    } catch (error) {
      this.calls.errors.register(name, error);
    }
  }

  async #fact(place: Place, { host, fact, args, site }: MessageOf<"fact">): Promise<unknown> {
    const { calls } = this;
    const passed = calls.passed(args, place);
    const { operationHost, context } = place;
    const asked = host === undefined ? operationHost : hostNamed(context.host, host);
    if (asked === undefined) throw new UsageError("A fact of no host was asked for");
    if (typeof fact === "string") {
      const builtIn = calls.builtIns.facts.get(fact);
      if (builtIn === undefined) throw new UsageError(`There is no fact ${fact}`);
      return await calls.as(place, site, () => asked.fact(builtIn, passed));
    }
    const custom = sandboxedFact({ ...fact, globals: calls.globals(fact.globals, place, fact.name) });
    return await calls.as(place, site, () => asked.fact(custom, { ...passed, sandboxed: fact.command }));
  }

  #block(place: Place, { block, inner, how, site }: MessageOf<"block">): void {
    const book = this.#book;
    for (const id of inner) book.assertFree(id);
    const open = (id: number) => {
      const closed = Promise.withResolvers<void>();
      book.enter({ context: currentContext.getStore()! }, id);
      book.closers.set(id, closed);
      return closed.promise;
    };
    const { host, flow } = place.context;
    const only = inner[0] ?? 0;
    const begin = (): PromiseLike<unknown> => {
      if (how.kind === "with") {
        return host.with(this.calls.globals(how.globals, place, "host.with"), () => open(only));
      }
      if (how.kind === "on") return flow.on(how.host, () => open(only), site);
      const key = how.keys && ((id: number) => how.keys![inner.indexOf(id)] ?? "");
      return host.loop(inner, open, { key });
    };
    try {
      book.waits.set(block, this.calls.as(place, site, begin));
    } catch (error) {
      // What is declared in it fails as it does here.
      for (const id of inner) book.enter(place, id);
      book.waits.set(block, failedWait(error));
      this.#refused(place, site, error);
    }
  }

  #close({ context, error }: MessageOf<"close">): void {
    const closer = this.#book.closers.get(context);
    if (error) closer?.reject(this.calls.errors.unpack(error));
    else closer?.resolve();
  }

  #flow(place: Place, { flow, how, site }: MessageOf<"flow">): void {
    const { calls } = this;
    try {
      const given = site && { ...site };
      if (how.kind === "include" && given) this.#included.set(given, how.data);
      const parts = {
        invoke: (id: number, options?: { readonly error?: unknown }) => calls.invoke(id, [], options),
        globals: (packed: unknown) => calls.globals(packed, place, "deploy"),
      };
      this.#book.waits.set(flow, calls.as(place, given, () => runFlow(place.context, how, given, parts)));
    } catch (error) {
      this.#book.waits.set(flow, failedWait(error));
      this.#refused(place, site, error);
    }
  }

  #remark({ operationHost: host }: Place, { remark }: MessageOf<"remark">): void {
    if ("noop" in remark) host?.noop(remark.noop);
    else if ("warn" in remark) host?.warn(remark.warn);
    else host?.diff(remark.diff, remark.before, remark.after);
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
}

function hostNamed(own: Host, name: string): Host {
  return own.name === name ? own : own.inventory.host(name);
}
