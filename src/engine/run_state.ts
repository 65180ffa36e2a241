import type { CallSite, Data, DeployInfo, Host, Inventory, Measures } from "../api/mod.ts";
import type { LoadedInventory } from "../inventory/mod.ts";
import type { EventSink } from "./events.ts";
import type { Foresight } from "./foresight.ts";
import type { Target } from "./target.ts";

/** A script of the run. */
export interface Script {
  /** Its address; `command line` for operations that were typed. */
  readonly url: string;
  /** What to call it. */
  readonly name: string;
  /** Its default export. */
  readonly main: ((host: Host) => unknown) & { readonly deploy?: DeployInfo };
}

/** What is the same for all hosts and both passes. */
export interface RunState {
  readonly targets: ReadonlyMap<string, Target>;
  readonly inventory: LoadedInventory;
  readonly emit: EventSink;
  /** Nothing new is sent once it is aborted. */
  readonly signal: AbortSignal;
  /** Ends what runs. */
  readonly hardSignal: AbortSignal;
  readonly wantsDiff: boolean;
  /** Imports a script's module for `include`. */
  readonly load: (specifier: string | URL, from: CallSite | undefined) => Promise<Script>;
  /** Fetches what operations take from other machines. */
  readonly localCopy?: (address: URL) => Promise<URL>;
  /** What local files have been measured as. */
  readonly measures: Measures;
  /** Checks the data of a host for a deploy. @throws {UsageError} */
  readonly checkData: (target: Target, deploy: DeployInfo) => Data | undefined;
  /** Values of `shared`, by their names and places. */
  readonly shared: Map<string, Promise<unknown>>;
  /** Asks the user; `false` where nobody can be asked. */
  readonly confirm: (question: string) => Promise<boolean>;
  /** What the plan tells of the facts that apply will ask for. */
  readonly foresight: Foresight;
  /** Seconds after which it is told that a script waits for something outside of the run. */
  readonly stallSeconds: number;
  /** All hosts, as scripts see them. */
  readonly hosts: Inventory;
}
