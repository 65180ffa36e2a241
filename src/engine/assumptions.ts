import { linesOf } from "../command/mod.ts";
import { type Answer, UNKNOWN } from "./answer.ts";
import type { Remarks } from "./body.ts";
import { isInvalidated } from "./fact_reader.ts";
import type { FactRequest } from "./fact_request.ts";
import type { Operational } from "./program.ts";

/** What a request will most likely give. */
export interface Assumed {
  readonly value: unknown;
  /** What its command has to print for that; none where it is certain. */
  readonly text?: string;
}

/** What facts will most likely give when the commands of operations that stand in front have run. */
export class Assumptions {
  readonly #touched: ("*" | readonly string[])[] = [];
  readonly #predicted = new Map<string, string>();
  readonly #answers = new Map<Operational, Answer>();

  /** An operation will have succeeded, and have changed something or not. */
  after(one: Operational, { predictions }: Remarks, changed: boolean): void {
    this.#answers.set(one, { changed, ok: true, stdout: UNKNOWN, stderr: UNKNOWN, value: UNKNOWN });
    if (!changed) return;
    this.#touched.push(one.operation.definition.invalidates ?? "*");
    for (const { request, text } of predictions) this.#predicted.set(request.key, text);
  }

  /** What will be told of an operation. @throws where that cannot be told */
  async answerOf(one: Operational): Promise<Answer> {
    if (one.state === "done") return await one.answer.promise;
    const answer = this.#answers.get(one);
    if (answer === undefined) throw new Error(`nothing is known of ${one.name} yet`);
    return answer;
  }

  /** What a request will give: what was said of it, else what it gave last. */
  of(request: FactRequest, { target }: Operational): Assumed | undefined {
    const { key, fact, args } = request;
    const predicted = this.#predicted.get(key);
    if (predicted !== undefined) return { value: fact.process(linesOf(predicted), args), text: predicted };
    const last = target.facts.last(request);
    if (last === undefined) return undefined;
    if (last.holds && !this.#touched.some((modules) => isInvalidated(fact, modules))) return { value: last.value };
    return last.text === undefined ? undefined : { value: last.value, text: last.text };
  }
}
