import type { Handler } from "../api/mod.ts";
import { oweCommand, type OwedHandler, strikeCommand } from "./owed.ts";
import type { HostPass } from "./pass.ts";
import type { RunPlan } from "./plan.ts";
import type { Operational } from "./program.ts";

/** Keeps on the hosts what they are owed: written before an operation changes anything, struck off when it is done. */
export class OwedBook {
  readonly #written = new Set<string>();

  constructor(private readonly plan: RunPlan | undefined) {}

  /** Writes down what an operation will owe. */
  async write(pass: HostPass, one: Operational): Promise<void> {
    const fresh = this.#missing(pass, one);
    for (const owed of fresh) this.#written.add(keyOf(pass, owed));
    if (fresh.length) await (await pass.target.shell()).run(fresh.map(oweCommand), {});
  }

  /** Whether all that an operation will owe is written down. */
  has(pass: HostPass, one: Operational): boolean {
    return this.#missing(pass, one).length === 0;
  }

  #missing(pass: HostPass, { globals }: Operational): OwedHandler[] {
    const owed = [globals._notify ?? []].flat().flatMap((handler) => owedBy(pass, handler));
    return owed.filter((one) => !this.#written.has(keyOf(pass, one)));
  }

  /** Strikes a handler off that was written down for what then changed nothing. */
  async cancel(pass: HostPass, handler: Handler): Promise<void> {
    if (owedBy(pass, handler).some((owed) => this.#written.has(keyOf(pass, owed)))) await this.strike(pass, handler);
  }

  /** Strikes a handler off that has run. */
  async strike(pass: HostPass, handler: Handler): Promise<void> {
    const owed = owedBy(pass, handler);
    if (owed.length) await (await pass.target.shell()).run(owed.map(strikeCommand), {});
    for (const one of owed) this.#written.delete(keyOf(pass, one));
  }

  /** Whether an earlier run of the script owes the handler. */
  isOwed(pass: HostPass, handler: Handler): boolean {
    return this.plan?.owed.some(({ host, ours, handler: owed }) =>
      host === pass.target.name && ours && owed.handler === handler.name
    ) ?? false;
  }
}

/** What was typed has no script that could be run again. */
function owedBy(pass: HostPass, handler: Handler): OwedHandler[] {
  return pass.scriptUrls.filter((url) => url.includes(":")).map((script) => ({ script, handler: handler.name }));
}

function keyOf({ target }: HostPass, { script, handler }: OwedHandler): string {
  return `${target.name} ${script} ${handler}`;
}
