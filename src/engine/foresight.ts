import { TextForDiff } from "../api/mod.ts";
import type { FactRequest } from "./fact_request.ts";
import type { Block, Operational } from "./program.ts";
import type { Target } from "./target.ts";

interface Noted {
  readonly requests: readonly FactRequest[];
  readonly changes: boolean;
}

/** More is not asked ahead: what turns out not to be needed costs the host a process each. */
const MOST = 100;

/**
 * What the bodies of operations asked for in the plan is what they will most likely ask for in apply. A wrong guess costs
 * a round trip or a process on the host, never a wrong answer.
 */
export class Foresight {
  readonly #noted = new WeakMap<Target, Map<string, Noted>>();

  /** Notes what an operation asked for in the plan, and whether it is going to change something. */
  note({ target, identity }: Operational, asked: readonly FactRequest[], changes: boolean): void {
    let noted = this.#noted.get(target);
    if (noted === undefined) this.#noted.set(target, noted = new Map());
    // Apply makes no diffs.
    noted.set(identity, { requests: asked.filter(({ fact }) => fact !== TextForDiff), changes });
  }

  /** Whether an operation is expected to change nothing, so that what is read before it holds after it. */
  changesNothing({ target, identity }: Operational): boolean {
    return this.#noted.get(target)?.get(identity)?.changes === false;
  }

  /**
   * What the operations that stand in line after one will ask for, up to the first that changes something.
   *
   * @param isAlone whether nothing that runs on another host comes before them
   */
  after(one: Operational, program: Block, isAlone: boolean): FactRequest[] {
    const requests: FactRequest[] = [];
    let isAfter = false;
    for (const next of program.inLine()) {
      if (!isAfter) {
        isAfter = next === one;
        continue;
      }
      const noted = next.target === one.target ? this.#noted.get(next.target)?.get(next.identity) : undefined;
      if (noted === undefined) break;
      requests.push(...noted.requests.filter(({ fact }) => isAlone || fact.definition.local));
      if (noted.changes || requests.length > MOST) break;
    }
    return requests;
  }
}
