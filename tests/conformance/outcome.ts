import type { OperationPlan } from "../../src/testing/mod.ts";
import type { Json, JsonObject } from "./cases.ts";
import type { Step } from "./steps.ts";

/** What a rule may know of a case: everything but its name. */
export interface Subject {
  readonly kind: "fact" | "operation";
  /** pyinfra's name, as `files.put`. */
  readonly theirs: string;
  /** Our name of the same. */
  readonly ours: string;
  /** pyinfra's arguments. */
  readonly args: JsonObject;
  /** What the case says of the host. */
  readonly facts: JsonObject;
  /** The systems of the controller that the case is for; all where empty. */
  readonly platforms: readonly string[];
}

/** How the project differs from what a case expects. */
export type Mismatch =
  & Subject
  & (
    | {
      readonly about: "result";
      readonly expected: Json;
      readonly found: unknown;
      readonly output: readonly string[];
      /** What the fact is by another output. @throws {Error} */
      readonly read?: (output: readonly string[]) => unknown;
    }
    | {
      readonly about: "commands";
      readonly expected: readonly Step[];
      readonly found: readonly Step[];
      readonly plan: OperationPlan;
    }
    | { readonly about: "noop"; readonly expected: string; readonly found: string | undefined }
    | {
      readonly about: "error";
      readonly expected: ExpectedError;
      readonly found: unknown;
      readonly plan?: OperationPlan;
    }
    | { readonly about: "refusal"; readonly expected: readonly Step[]; readonly noop?: string; readonly found: unknown }
    | { readonly about: "absence" }
  );

/** The exception of a case: one of the names, and its message. */
export interface ExpectedError {
  readonly names: readonly string[];
  readonly message: string;
}

/** What became of a case. */
export interface Outcome {
  readonly subject: Subject;
  readonly case: string;
  readonly verdict: "passed" | "deviation" | "failed" | "not built";
  /** The rule's name for a deviation, else what differs. */
  readonly because?: string;
  readonly expected?: string;
  readonly found?: string;
}
