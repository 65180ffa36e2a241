import type { Fact } from "../api/mod.ts";
import { linesOf } from "../api/mod.ts";

/**
 * What a fact makes of the output of its command.
 *
 * @example
 * ```ts
 * import { server } from "drover";
 * import { processFact } from "drover/testing";
 * console.assert(processFact(server.Hostname, "web1\n") === "web1");
 * ```
 */
export function processFact<T, A extends object>(fact: Fact<T, A>, output: string | readonly string[], args?: A): T {
  return fact.process(typeof output === "string" ? linesOf(output) : output, fact.check(args ?? {}));
}
