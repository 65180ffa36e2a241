import { deviationOf } from "./deviations.ts";
import type { Mismatch, Outcome } from "./outcome.ts";

/** The outcome for a case that differs: a deviation where a rule explains it, else a failure. */
export function judge(
  mismatch: Mismatch,
  name: string,
  difference: string,
  shown: { readonly expected?: string; readonly found?: string } = {},
): Outcome {
  const deviation = deviationOf(mismatch);
  if (deviation) return { subject: mismatch, case: name, verdict: "deviation", because: deviation.name, ...shown };
  const verdict = mismatch.about === "absence" ? "not built" : "failed";
  return { subject: mismatch, case: name, verdict, because: difference, ...shown };
}
