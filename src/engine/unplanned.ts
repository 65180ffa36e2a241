import type { RunPlan } from "./plan.ts";

/** What to do with operations that the plan did not show: run them, ask once, or refuse them. */
export type Unplanned = "run" | "ask" | "refuse";

/** Whether operations that come to light in apply may run. */
export class UnplannedOperations {
  readonly #planned: ReadonlySet<string> | undefined;
  #verdict: "run" | "asking" | { readonly refused: string } | undefined;

  constructor(
    plan: RunPlan | undefined,
    mode: Unplanned,
    private readonly confirm: (question: string) => Promise<boolean>,
  ) {
    this.#planned = plan && new Set(plan.operations.map(({ identity }) => identity));
    if (mode === "run") this.#verdict = "run";
    if (mode === "refuse") this.#verdict = { refused: ", and --strict refuses what was not" };
  }

  /** Whether the plan shows an operation; without a plan, all count as shown. */
  isPlanned(identity: string): boolean {
    return this.#planned?.has(identity) ?? true;
  }

  /** Whether the user is being asked. */
  get isAsking(): boolean {
    return this.#verdict === "asking";
  }

  /** What to do with an operation; asks if nobody has been asked yet, and calls back when there is an answer. */
  verdict(what: string, answered: () => void): "run" | "asking" | { readonly refused: string } {
    if (this.#verdict !== undefined) return this.#verdict;
    this.#verdict = "asking";
    void this.confirm(`${what} was not in the plan; run it, and all others that come to light?`).then((yes) => {
      this.#verdict = yes ? "run" : { refused: " and was declined" };
      answered();
    });
    return this.#verdict;
  }
}
