import { setTimeout as delay } from "node:timers/promises";
import type { ConnectorContext } from "drover/connectors";
import type { Settings } from "./config.ts";
import { Unreachable } from "./dial.ts";

/** Tries again when the network fails, as often and after as long as the data say. */
export async function withRetries<T>(
  { retries, retryDelay }: Pick<Settings, "retries" | "retryDelay">,
  context: Pick<ConnectorContext, "log" | "signal">,
  attempt: () => Promise<T>,
): Promise<T> {
  for (let left = retries;; left--) {
    try {
      return await attempt();
    } catch (error) {
      if (left <= 0 || !(error instanceof Unreachable)) throw error;
      const [least, most] = retryDelay;
      const seconds = least + Math.random() * Math.max(0, most - least);
      context.log(`${error.message}; trying again in ${seconds.toFixed(1)} seconds`);
      await delay(seconds * 1000, undefined, { signal: context.signal });
    }
  }
}
