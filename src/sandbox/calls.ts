import {
  type AnyOperation,
  type Context,
  currentContext,
  type GlobalArguments,
  type OperationHost,
  splitArguments,
  UsageError,
  withCallSite,
  withSourceRule,
} from "../api/mod.ts";
import type { Book, Place } from "./book.ts";
import { listBuiltIns, RENDERING } from "./built_in.ts";
import type { Channel } from "./channel.ts";
import type { Bodies } from "./custom.ts";
import { makeErrorBook } from "./error_book.ts";
import type { SentOperationHost, Site } from "./messages.ts";
import { type Reference, unpack } from "./values.ts";

/** Operations that write or start something on this machine. */
const REFUSED: ReadonlySet<string> = new Set(["files.get", "files.rsync"]);

/** Calls of the engine's to what stays in the sandbox, and what comes from there as values of the engine's. */
export class Calls {
  readonly errors = makeErrorBook();
  readonly builtIns = listBuiltIns();

  constructor(
    private readonly book: Book,
    private readonly channel: () => Channel,
    private readonly assertMayRead: (source: URL) => void,
  ) {}

  /** Calls a function of a script in the context that is current. @throws what it throws */
  async invoke(
    id: number,
    args: readonly unknown[] = [],
    { error, operationHost }: { readonly error?: unknown; readonly operationHost?: OperationHost } = {},
  ): Promise<unknown> {
    const context = currentContext.getStore();
    if (context === undefined) throw new UsageError("A function of a script was called outside of its run");
    return await this.#ask({
      type: "invoke",
      function: id,
      context: this.book.enter({ context, operationHost }),
      host: context.host.name,
      phase: operationHost?.phase ?? context.host.phase,
      arguments: args,
      error: error === undefined ? undefined : this.errors.pack(error),
      operationHost: operationHost && sentOperationHost(operationHost),
    }, context);
  }

  /** What an operation whose body is in the sandbox needs. */
  readonly bodies: Bodies = {
    begin: async (body, operationHost) => numberOf(await this.invoke(body, [], { operationHost })),
    step: (body, send) => this.#ask({ type: "step", body, ...send }, currentContext.getStore()!),
    end: (body) => void this.#ask({ type: "step", body, ends: true }, currentContext.getStore()!).catch(() => {}),
    inner: (name, args, site) => {
      const operation = this.builtIn(name, args as Record<string, unknown>);
      return this.ruled(siteOf(site), () => operation.inner(args));
    },
    pack: (error) => this.errors.pack(error),
  };

  /** A built-in operation. @throws {UsageError} where it is not for the sandbox */
  builtIn(name: string, passed: Readonly<Record<string, unknown>>): AnyOperation {
    const operation = this.builtIns.operations.get(name);
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

  /** What a value of the sandbox is. @throws {UsageError} */
  unpack(value: unknown, context?: Context, assertMayRead: (source: URL) => void = this.assertMayRead): unknown {
    return unpack(value, {
      resolve: (reference) => this.#resolve(reference),
      spend: (size) => this.book.spend(context, 0, size),
      assertMayRead,
      shellArguments: (globals) => splitArguments(globals, [], "sh").globals,
    });
  }

  /** Arguments of the sandbox. @throws {UsageError} */
  passed(packed: unknown, { context }: Place, assertMayRead?: (source: URL) => void): Record<string, unknown> {
    const passed = this.unpack(packed, context, assertMayRead) ?? {};
    const isObject = typeof passed === "object" && Object.getPrototypeOf(passed) === Object.prototype;
    if (!isObject) throw new UsageError("Arguments have to be an object");
    if (Object.hasOwn(passed, "__proto__")) throw new UsageError(`There is no argument "__proto__"`);
    return passed as Record<string, unknown>;
  }

  /** Global arguments of the sandbox. @throws {UsageError} */
  globals(packed: unknown, place: Place, what: string): GlobalArguments {
    return splitArguments(this.passed(packed, place), [], what).globals;
  }

  /** Does something as a script does it: in its context, at its place, within its reach. */
  as<T>({ context }: Place, site: Site, body: () => T): T {
    return currentContext.run(context, () => this.ruled(site, body));
  }

  /** Does something at the place of a script, within its reach. */
  ruled<T>(site: Site, body: () => T): T {
    return withCallSite(site, () => withSourceRule(this.assertMayRead, body));
  }

  async #ask(order: Parameters<Channel["call"]>[0], context: Context): Promise<unknown> {
    const { value, error } = await this.channel().call(order, context);
    if (error) throw this.errors.unpack(error);
    return this.unpack(value, context);
  }

  #resolve({ type, id, name = "" }: Reference): unknown {
    switch (type) {
      case "function":
        return (...args: readonly unknown[]) => this.invoke(id, args);
      case "handle":
        return this.book.handle(id);
      case "handler": {
        const known = this.book.handlers.get(id) ?? { name, body: async () => void await this.invoke(id) };
        this.book.handlers.set(id, known);
        return known;
      }
      case "kept":
        return Object.freeze({ type, id });
    }
  }
}

// Functions and handles in them mean nothing over there.
function sentOperationHost({ wantsDiff, globals }: OperationHost): SentOperationHost {
  const plain = Object.entries(globals).filter(([key, value]) => isPlain(value) && !/password/i.test(key));
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
