import type { Outcome } from "./events.ts";

/** What a run did. */
export interface RunResults {
  /** In the order in which they ran. */
  readonly operations: readonly OperationResults[];
  readonly hosts: ReadonlyMap<string, HostResults>;
}

/** One operation on all its hosts. */
export interface OperationResults {
  readonly identity: string;
  readonly name: string;
  readonly hosts: Map<string, Outcome>;
}

/** One host. */
export interface HostResults {
  readonly state: "ok" | "failed" | "unreachable" | "left out";
  readonly error?: unknown;
  readonly operation?: string;
  readonly roundTrips: number;
}

/** Collects the results of a run in the order in which operations start. */
export class ResultsCollector {
  readonly #operations = new Map<string, OperationResults>();

  /** Notes how an operation ended on a host. */
  add(identity: string, name: string, host: string, outcome: Outcome): void {
    let operation = this.#operations.get(identity);
    if (operation === undefined) this.#operations.set(identity, operation = { identity, name, hosts: new Map() });
    operation.hosts.set(host, outcome);
  }

  /** All operations so far. */
  get operations(): readonly OperationResults[] {
    return [...this.#operations.values()];
  }
}
