import type { CallSite } from "../api/mod.ts";

/** Thrown where a script asks the plan for what only apply can know; ends the rest of that block in the plan. */
export class Parked extends Error {
  override name = "Parked";
  constructor(readonly what: string, readonly at: CallSite | undefined) {
    super(`${what} is known after apply`);
  }
}

/** Thrown where a script waits on a host that has left the run. */
export class Stopped extends Error {
  override name = "Stopped";
  constructor() {
    super("The host has left the run");
  }
}

/** Whether an error is one of the engine's own markers, no failure. */
export function isMarker(error: unknown): error is Parked | Stopped {
  return error instanceof Parked || error instanceof Stopped;
}

/** A promise whose rejection may stay unobserved. */
export function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}
