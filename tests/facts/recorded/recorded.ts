/** What programs of real systems print, and what facts are by it. @module */
import type { Fact } from "../../../src/api/mod.ts";

/** What a program printed on a system, and what a fact is by it. */
export interface Recorded {
  // deno-lint-ignore no-explicit-any
  readonly fact: Fact<any, any>;
  /** The system with its version, and the program's where it matters; "documented" where no such system was at hand. */
  readonly system: string;
  readonly args?: object;
  readonly output: string;
  readonly value: unknown;
  /** Why a line that the fact does not know may stand behind the first one. */
  readonly isOpen?: string;
}
