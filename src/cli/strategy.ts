import { type Config, UsageError } from "../api/mod.ts";
import type { Strategy } from "../engine/mod.ts";
import type { Options } from "./options.ts";
import type { Request } from "./request.ts";

type Share = number | `${number}%`;

/** How the hosts of the run go through their programs, by the options and the config. @throws {UsageError} */
export function strategyOf(options: Options, config: Config): Strategy {
  const batch = options.text("batch");
  const maxFailures = options.text("max-failures");
  const canary = options.number("canary");
  if (canary === 0) throw new UsageError("--canary: expected at least one host, found 0");
  if (maxFailures !== undefined && batch === undefined) {
    throw new UsageError("--max-failures is about the batches of --batch, and there is none", {
      hint: "--fail-percent N ends a run without batches.",
    });
  }
  return {
    mode: options.flag("serial") ? "serial" : options.flag("no-wait") ? "free" : "barrier",
    parallel: options.number("parallel") || config.parallel || undefined,
    failPercent: options.number("fail-percent") ?? config.failPercent,
    batch: batch?.split(",").map((text) => shareOf(text, "--batch", 1)),
    maxFailures: maxFailures === undefined ? undefined : shareOf(maxFailures, "--max-failures", 0),
    canary,
  };
}

/** Refuses options that are about applying where nothing is applied. @throws {UsageError} */
export function checkApplies({ kind }: Request, options: Options): void {
  if (options.flag("sandbox") && kind !== "deploy") {
    throw new UsageError(`--sandbox is for deploy scripts; ${kind} runs none`, { hint: "Leave it out." });
  }
  if (kind === "deploy" || kind === "operation" || kind === "exec") return;
  for (const name of ["batch", "max-failures", "canary", "retry-failed"] as const) {
    if (options.count(name) === 0) continue;
    throw new UsageError(`${kind} changes nothing: --${name} has no meaning for it`, {
      hint: "Use --limit or --shard to choose hosts.",
    });
  }
}

function shareOf(text: string, option: string, least: number): Share {
  const [, digits, percent] = /^(\d+)(%?)$/.exec(text.trim()) ?? [];
  const number = Number(digits);
  if (digits === undefined || number < least || (percent && number > 100)) {
    throw new UsageError(
      `${option}: expected a number of hosts${least ? " from 1" : ""} or a share up to 100%, found ${
        JSON.stringify(text)
      }`,
      { hint: option === "--batch" ? "Several sizes are written with commas: --batch 1,25%." : undefined },
    );
  }
  return percent ? `${number}%` : number;
}
