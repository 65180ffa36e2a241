import { AsyncLocalStorage } from "node:async_hooks";
import { UsageError } from "../errors.ts";
import type { CallSite } from "./callsite.ts";
import type { Flow } from "./flow.ts";
import type { GlobalArguments } from "./globals.ts";
import type { Handle } from "./handle.ts";
import type { Host, OperationHost } from "./host.ts";
import type { Measures } from "./local_file.ts";
import type { AnyOperation } from "./operation.ts";

/** Another way to sources than the disk and the network. */
export interface SourceReader {
  read(address: URL): Promise<Uint8Array>;
  /** The text of a source, for who cannot wait. @throws where it is not at hand. */
  readNow(address: URL): string;
}

/**
 * What a call of the API finds around it: the current host and the part of the engine (or of the test kit) that takes
 * declarations. The engine implements it; `api` knows no engine.
 */
export interface Context {
  /** The current host. */
  readonly host: Host;
  /** Set inside the body of an operation. */
  readonly operationHost?: OperationHost;
  /** The current structure: scopes, loops, rescue, rolling. */
  readonly flow: Flow;
  /** Takes a checked declaration; `passed` is what the caller wrote. */
  declare(
    operation: AnyOperation,
    args: object,
    globals: GlobalArguments,
    site: CallSite | undefined,
    passed: object,
  ): Handle<unknown>;
  /** Notes a usage error, so that it fails the plan even where the script swallows it. */
  refuse(error: UsageError): void;
  /**
   * The address of a local copy of what is behind an address of another machine, as trusted as code is; absent where
   * nothing is fetched.
   */
  readonly localCopy?: (address: URL) => Promise<URL>;
  /** Reads what is behind an address, where there is neither disk nor network. */
  readonly sources?: SourceReader;
  /** What local files have been measured as in the run. */
  readonly measures?: Measures;
}

/** The current host's context; the only state that is not passed along. */
export const currentContext: AsyncLocalStorage<Context> = new AsyncLocalStorage();

/**
 * The context of a call.
 *
 * @throws {UsageError} outside of a deploy, naming what was called.
 */
export function context(what: string): Context {
  const found = currentContext.getStore();
  if (found) return found;
  throw new UsageError(`${what} was called outside of a deploy`, {
    hint: `Put it into the default export: export default (host) => { ${what}(…); };`,
  });
}
