import type { Command } from "../api/mod.ts";

/**
 * Runs operations whose facts do not depend on what the others change: their first facts share one round trip, their
 * commands keep the order.
 *
 * @param bodies as `files.line.inner({…})`
 */
export async function* together(
  ...bodies: readonly AsyncGenerator<Command, unknown, void>[]
): AsyncGenerator<Command, void, void> {
  const firstSteps = await Promise.all(bodies.map((body) => body.next()));
  for (const [index, body] of bodies.entries()) {
    for (let step = firstSteps[index]!; !step.done; step = await body.next()) yield step.value;
  }
}
